package io.onefold.profile.event;

import io.onefold.domain.Identifier;
import io.onefold.profile.state.EventFacts;
import java.util.List;
import java.util.UUID;

/**
 * An event to file: what the fold and the timeline need of it.
 *
 * @param payload the event's proto, kept as it came
 * @param afterErasure the ordinal of the latest erasure of its record, or of an identifier of it, that it was let in after; 0: of none
 */
public record FiledEvent(
        String workspace,
        UUID recordId,
        List<Identifier> identifiers,
        EventFacts facts,
        byte[] payload,
        long afterErasure) {
    public UUID id() {
        return facts.stamp().eventId();
    }
}
