package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery that was taken up.
 *
 * @param entered whether it tells of an entry; false: of an exit
 * @param effectiveTime from when the entry or exit is true
 * @param attempts how many attempts have begun
 * @param unreached how many of them handed nothing over
 * @param unreachedSince since when none has handed anything over; empty: the last one did, or there was none
 * @param attemptTime when the last of them began
 */
public record Delivery(
        short bucket,
        UUID id,
        UUID campaignId,
        UUID profileId,
        String workspace,
        String audience,
        boolean entered,
        Instant effectiveTime,
        Cause cause,
        long sequence,
        long profileVersion,
        int attempts,
        String messageId,
        boolean wasSending,
        Instant createTime,
        int unreached,
        Optional<Instant> unreachedSince,
        Optional<Instant> attemptTime) {
    /** How many attempts count, after this many have begun. */
    public int counted(int begun) {
        return begun - unreached;
    }

    /**
     * For how long nothing was tried before now, beyond what is usual between two attempts: a pause or a downtime says nothing about the
     * other side.
     *
     * @param usual the longest time between two attempts that counts in full
     */
    public Duration idle(Duration usual, Instant now) {
        return attemptTime
                .map(last -> Duration.between(last, now).minus(usual))
                .filter(beyond -> !beyond.isNegative())
                .orElse(Duration.ZERO);
    }

    /** Whether nothing was handed over for too long, what was idle left out. */
    public boolean isUnreachedFor(Duration tooLong, Duration idle, Instant now) {
        return unreachedSince
                .filter(since -> !since.plus(idle).plus(tooLong).isAfter(now))
                .isPresent();
    }
}
