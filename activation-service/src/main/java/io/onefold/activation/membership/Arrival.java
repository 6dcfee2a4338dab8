package io.onefold.activation.membership;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry or exit as it was read.
 *
 * @param news false: it was read before, or tells what was
 * @param publishedAfter the last tick of real time before it in its partition; empty: there was none
 */
public record Arrival(Entry entry, boolean news, Optional<Instant> publishedAfter) {}
