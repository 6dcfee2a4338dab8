package io.onefold.activation.delivery;

import java.util.UUID;

/**
 * A delivery that was taken up.
 *
 * @param attempts how many attempts have begun
 */
public record Delivery(
        short bucket,
        UUID id,
        UUID campaignId,
        UUID profileId,
        long profileVersion,
        int attempts,
        String messageId,
        boolean wasSending) {}
