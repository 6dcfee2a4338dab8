package io.onefold.ingestion.erasure;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.type.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an erasure needs to know of the log's items. An event is kept as it is, an erasure as the item that watchers get: their first fields
 * differ, so each is told by its first byte.
 */
public final class LoggedEventCodec {
    private static final int LENGTH_DELIMITED = 2;
    private static final byte ERASURE = (byte) ((EventItem.ERASURE_FIELD_NUMBER << 3) | LENGTH_DELIMITED);

    private final IdentifierIds ids;

    LoggedEventCodec(IdentifierIds ids) {
        this.ids = ids;
    }

    /** What matters of an event. */
    record LoggedEvent(
            UUID eventId,
            String workspace,
            UUID recordId,
            List<UUID> identifierIds,
            long afterErasure,
            Instant receiveTime) {}

    public static boolean isErasure(byte[] payload) {
        return payload.length > 0 && payload[0] == ERASURE;
    }

    /** The event; empty for an erasure and for what was wiped. */
    Optional<LoggedEvent> event(byte[] payload) {
        if (payload.length == 0 || isErasure(payload)) {
            return Optional.empty();
        }
        try {
            Event event = Event.parseFrom(payload);
            return Optional.of(new LoggedEvent(
                    UUID.fromString(event.getEventId()),
                    event.getWorkspace(),
                    UUID.fromString(event.getRecordId()),
                    event.getIdentifiersList().stream()
                            .map(one -> ids.id(
                                    event.getWorkspace(),
                                    new Identifier(one.getNamespace(), one.getValue(), !one.getInvalid())))
                            .toList(),
                    event.getErasureOrdinal(),
                    Instant.ofEpochSecond(
                            event.getReceiveTime().getSeconds(),
                            event.getReceiveTime().getNanos())));
        } catch (InvalidProtocolBufferException notOurs) {
            throw new IllegalStateException("the log holds what we did not write", notOurs);
        }
    }
}
