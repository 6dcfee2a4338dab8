package io.onefold.activation.list;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of a file.
 *
 * @param deliveryId the idempotency key: a row that is read twice has the same
 * @param add false: remove
 * @param effectiveTime from when the person is, or is no more, on the list
 * @param sequence the sequence of the membership that led to it
 * @param campaignId whose list it is about; not in the file
 * @param profileId whose membership led to it; not in the file
 */
record ListChange(
        UUID deliveryId,
        boolean add,
        String emailSha256,
        String audience,
        Instant effectiveTime,
        long sequence,
        UUID campaignId,
        UUID profileId) {

    String action() {
        return add ? "add" : "remove";
    }

    static UUID deliveryId(UUID campaign, UUID destination, long file, String hash) {
        String parts =
                String.join("\u001f", "list", campaign.toString(), destination.toString(), Long.toString(file), hash);
        return UUID.nameUUIDFromBytes(parts.getBytes(StandardCharsets.UTF_8));
    }
}
