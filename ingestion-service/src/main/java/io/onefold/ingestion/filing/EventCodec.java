package io.onefold.ingestion.filing;

import com.google.protobuf.Timestamp;
import io.onefold.domain.Identifier;
import io.onefold.ingestion.event.NormalEvent;
import io.onefold.ingestion.source.Source;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.ConsentStatement;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.ThirdParty;
import java.time.Instant;

/**
 * Writes the log's items. An item is written in two pieces, as protobuf allows: all that is known beforehand on the request's thread, and
 * its two times under the heads' locks, where nothing else may cost time.
 */
final class EventCodec {
    private static final String CHANNEL = "CHANNEL_";
    private static final String TYPE = "EVENT_TYPE_";

    private EventCodec() {}

    static byte[] withoutTimes(NormalEvent event, Source source) {
        Event.Builder written = Event.newBuilder()
                .setEventId(event.eventId().toString())
                .setWorkspace(source.workspace())
                .setSource(source.id())
                .setChannel(Channel.valueOf(CHANNEL + source.channel().name()))
                .setEnriching(source.rules().enriching())
                .setType(EventType.valueOf(TYPE + event.kind().name()))
                .setName(event.name())
                .setMessageId(event.messageId())
                .setRecordId(event.recordId().toString())
                .setProperties(event.properties())
                .setTraits(event.traits())
                .setContext(event.context())
                .setTargetId(event.targetId());
        event.identifiers().forEach(identifier -> written.addIdentifiers(identifier(identifier)));
        event.consents()
                .forEach(consent -> written.addConsents(ConsentStatement.newBuilder()
                        .setPurpose(consent.purpose())
                        .setChannel(consent.channel())
                        .setGranted(consent.granted())));
        event.provider().ifPresent(provider -> written.setThirdParty(thirdParty(provider)));
        return written.build().toByteArray();
    }

    static byte[] withTimes(byte[] withoutTimes, Instant eventTime, Instant receiveTime) {
        byte[] times = Event.newBuilder()
                .setEventTime(timestamp(eventTime))
                .setReceiveTime(timestamp(receiveTime))
                .build()
                .toByteArray();
        byte[] whole = new byte[withoutTimes.length + times.length];
        System.arraycopy(withoutTimes, 0, whole, 0, withoutTimes.length);
        System.arraycopy(times, 0, whole, withoutTimes.length, times.length);
        return whole;
    }

    private static io.onefold.proto.type.v1.Identifier identifier(Identifier identifier) {
        return io.onefold.proto.type.v1.Identifier.newBuilder()
                .setNamespace(identifier.namespace())
                .setValue(identifier.value())
                .setInvalid(!identifier.valid())
                .build();
    }

    private static ThirdParty thirdParty(NormalEvent.Provider provider) {
        ThirdParty.Builder written = ThirdParty.newBuilder().setProvider(provider.name());
        provider.expireTime().ifPresent(time -> written.setExpireTime(timestamp(time)));
        return written.build();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
