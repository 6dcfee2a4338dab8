package io.onefold.activation.delivery;

import io.onefold.activation.membership.Entry;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids that follow from what causes a delivery: the same entry, read again, is the same delivery. */
final class DeliveryIds {
    private DeliveryIds() {}

    /**
     * The audience's id is a part, for one that is created again under its name counts from 1 again, from the same instants. The instant is
     * a part, for the sequence is not enough: a store of audiences that was restored to an earlier point gives numbers again
     * that it had given, under a new epoch of its feed. The epoch itself must not be a part: after the restore the same entries come again.
     */
    static UUID of(UUID campaign, Entry entry) {
        String parts = String.join(
                "\u001f",
                "delivery",
                campaign.toString(),
                entry.profileId().toString(),
                entry.audienceId(),
                Long.toString(entry.sequence()),
                entry.effectiveTime().toString());
        return UUID.nameUUIDFromBytes(parts.getBytes(StandardCharsets.UTF_8));
    }

    /** The Message-ID of a mail, by which a mailbox recognises the second copy of a mail that was sent again after a crash. */
    static String messageId(UUID deliveryId) {
        return "<" + deliveryId + "@deliveries.onefold>";
    }
}
