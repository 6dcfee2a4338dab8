package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Cause;
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
        Optional<Instant> unreachedSince) {
    /** How many attempts count, after this many have begun. */
    public int counted(int begun) {
        return begun - unreached;
    }
}
