package io.onefold.profile.event;

import io.onefold.domain.Identifier;
import io.onefold.profile.state.EventFacts;
import java.util.List;
import java.util.UUID;

/**
 * An event to file: what the fold and the timeline need of it.
 *
 * @param payload the event's proto, kept as it came
 * @param afterErasure it was let in although its record, or an identifier of it, was erased before
 */
public record FiledEvent(
        String workspace,
        UUID recordId,
        List<Identifier> identifiers,
        EventFacts facts,
        byte[] payload,
        boolean afterErasure) {
    public UUID id() {
        return facts.stamp().eventId();
    }
}
