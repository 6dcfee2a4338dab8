package io.onefold.segment.listing;

import java.time.Instant;
import java.util.UUID;

/**
 * A profile in an audience.
 *
 * @param since from when on the rule has held
 */
public record Member(UUID profileId, Instant since) {}
