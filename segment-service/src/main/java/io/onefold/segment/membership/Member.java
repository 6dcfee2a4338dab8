package io.onefold.segment.membership;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A profile in an audience.
 *
 * @param since empty: it always was
 */
public record Member(UUID profileId, Optional<Instant> since) {}
