package io.onefold.activation.membership;

import io.onefold.activation.campaign.Cause;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A profile entered or left an audience.
 *
 * @param audienceId tells an audience from an earlier one of its name; empty when the feed does not say
 * @param entered false: left
 * @param effectiveTime the instant from which this is true
 * @param profileVersion the version of the profile that was evaluated
 * @param sequence how often its membership has changed
 * @param correction nobody entered or left by it: only an instant was corrected
 * @param received writes the item as it came
 */
public record Entry(
        String workspace,
        String audience,
        String audienceId,
        UUID profileId,
        boolean entered,
        Instant effectiveTime,
        Cause cause,
        long profileVersion,
        long sequence,
        boolean correction,
        Supplier<byte[]> received) {}
