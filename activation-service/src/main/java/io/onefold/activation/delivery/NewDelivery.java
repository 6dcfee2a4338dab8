package io.onefold.activation.delivery;

import io.onefold.activation.membership.Entry;
import java.util.UUID;

/**
 * A delivery that is to be created.
 *
 * @param kind the type of its destination
 */
record NewDelivery(Entry entry, UUID campaignId, String kind) {
    UUID id() {
        return DeliveryIds.of(campaignId, entry);
    }
}
