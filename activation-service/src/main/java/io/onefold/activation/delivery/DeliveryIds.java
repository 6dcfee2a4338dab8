package io.onefold.activation.delivery;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids that follow from what causes a delivery: the same entry, read again, is the same delivery. */
final class DeliveryIds {
    private DeliveryIds() {}

    static UUID of(UUID campaign, UUID profileId, long sequence) {
        String parts = String.join("\u001f", "delivery", campaign.toString(), profileId.toString(), "" + sequence);
        return UUID.nameUUIDFromBytes(parts.getBytes(StandardCharsets.UTF_8));
    }

    /** The Message-ID of a mail, by which a mailbox recognises the second copy of a mail that was sent again after a crash. */
    static String messageId(UUID deliveryId) {
        return "<" + deliveryId + "@deliveries.onefold>";
    }
}
