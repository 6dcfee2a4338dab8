package io.onefold.activation.membership;

import java.time.Instant;
import java.util.UUID;

/**
 * What the feed said last about a profile and an audience.
 *
 * @param member false: it left
 * @param since from when that is true
 */
public record Membership(UUID profileId, boolean member, Instant since, long sequence, long profileVersion) {}
