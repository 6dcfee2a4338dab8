package io.onefold.ingestion.grpc;

import com.google.protobuf.util.Timestamps;
import io.onefold.ingestion.restore.LostEvent;
import io.onefold.kit.error.Failures;
import java.time.Instant;
import java.util.UUID;

/** Events of before a restore, as the proto has them. */
final class LostEventCodec {
    private LostEventCodec() {}

    static LostEvent read(io.onefold.proto.ingestion.v1.LostEvent event) {
        if (!Timestamps.isValid(event.getEventTime())) {
            throw Failures.invalidField("events.event_time", "must be a time");
        }
        return new LostEvent(
                UUID.fromString(event.getEventId()),
                event.getWorkspace(),
                event.getSource(),
                event.getMessageId(),
                Instant.ofEpochSecond(
                        event.getEventTime().getSeconds(), event.getEventTime().getNanos()),
                UUID.fromString(event.getRecordId()));
    }

    static io.onefold.proto.ingestion.v1.LostEvent write(LostEvent event) {
        return io.onefold.proto.ingestion.v1.LostEvent.newBuilder()
                .setEventId(event.eventId().toString())
                .setWorkspace(event.workspace())
                .setSource(event.source())
                .setMessageId(event.messageId())
                .setEventTime(Timestamps.fromMillis(event.eventTime().toEpochMilli()).toBuilder()
                        .setNanos(event.eventTime().getNano()))
                .setRecordId(event.recordId().toString())
                .build();
    }
}
