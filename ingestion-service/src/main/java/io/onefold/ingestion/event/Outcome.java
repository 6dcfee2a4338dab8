package io.onefold.ingestion.event;

import java.util.UUID;

/** What reading an event comes to, before anybody knows whether it was seen before. */
public sealed interface Outcome {
    /** Can be filed. */
    record Normal(NormalEvent event) implements Outcome {}

    /**
     * Kept aside with a reason.
     *
     * @param raw the event as it was sent
     */
    record Quarantined(UUID eventId, String messageId, long contentHash, Reason reason, String detail, byte[] raw)
            implements Outcome {}

    /** Of somebody who was erased; found out when it is filed. Nothing of it is kept but that its id was seen. */
    record Erased(UUID eventId) implements Outcome {}

    /** Could not be read as an event at all. */
    record Rejected(Reason reason, String detail) implements Outcome {}
}
