package io.onefold.ingestion.filing;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import io.onefold.domain.Identifier;
import io.onefold.ingestion.event.NormalEvent;
import io.onefold.ingestion.source.Source;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.ConsentStatement;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.ThirdParty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;

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

    /** Appended field by field: under the locks, building messages for two times would take as long as all the rest. */
    static byte[] withTimes(byte[] withoutTimes, Instant eventTime, Instant receiveTime) {
        int size = timeSize(Event.EVENT_TIME_FIELD_NUMBER, eventTime)
                + timeSize(Event.RECEIVE_TIME_FIELD_NUMBER, receiveTime);
        byte[] whole = Arrays.copyOf(withoutTimes, withoutTimes.length + size);
        CodedOutputStream out = CodedOutputStream.newInstance(whole, withoutTimes.length, size);
        try {
            writeTime(out, Event.EVENT_TIME_FIELD_NUMBER, eventTime);
            writeTime(out, Event.RECEIVE_TIME_FIELD_NUMBER, receiveTime);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be written", e);
        }
        out.checkNoSpaceLeft();
        return whole;
    }

    /** The item of an event that was let in although something of it was erased before; also in pieces. */
    static byte[] afterErasure(byte[] withoutTimes, long ordinal) {
        int size = CodedOutputStream.computeInt64Size(Event.ERASURE_ORDINAL_FIELD_NUMBER, ordinal);
        byte[] marked = Arrays.copyOf(withoutTimes, withoutTimes.length + size);
        CodedOutputStream out = CodedOutputStream.newInstance(marked, withoutTimes.length, size);
        try {
            out.writeInt64(Event.ERASURE_ORDINAL_FIELD_NUMBER, ordinal);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be written", e);
        }
        out.checkNoSpaceLeft();
        return marked;
    }

    private static int timeSize(int field, Instant time) {
        int content = timestampSize(time);
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(content) + content;
    }

    private static int timestampSize(Instant time) {
        return CodedOutputStream.computeInt64Size(Timestamp.SECONDS_FIELD_NUMBER, time.getEpochSecond())
                + CodedOutputStream.computeInt32Size(Timestamp.NANOS_FIELD_NUMBER, time.getNano());
    }

    private static void writeTime(CodedOutputStream out, int field, Instant time) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(timestampSize(time));
        out.writeInt64(Timestamp.SECONDS_FIELD_NUMBER, time.getEpochSecond());
        out.writeInt32(Timestamp.NANOS_FIELD_NUMBER, time.getNano());
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
