package io.onefold.profile.support;

import com.google.protobuf.Timestamp;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.Ids;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.ConsentStatement;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.ThirdParty;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Events as ingestion would file them. */
public final class Given {
    private static final AtomicLong ERASURES = new AtomicLong();

    public static final String WORKSPACE = "dev";
    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final IdentifierIds IDS = new IdentifierIds("onefold development secret, not for production");

    private Given() {}

    /** As ingestion counts erasures. */
    public static long ordinal() {
        return ERASURES.incrementAndGet();
    }

    /** A name that no other test uses. */
    public static String fresh(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    public static Identifier identifier(String namespace, String value) {
        return Identifier.newBuilder().setNamespace(namespace).setValue(value).build();
    }

    /** The id of an identifier. */
    public static String id(Identifier identifier) {
        return IDS.id(
                        WORKSPACE,
                        new io.onefold.domain.Identifier(identifier.getNamespace(), identifier.getValue(), true))
                .toString();
    }

    public static String record(Identifier... identifiers) {
        return Ids.record(
                        WORKSPACE,
                        Arrays.stream(identifiers)
                                .map(i -> IDS.id(
                                        WORKSPACE,
                                        new io.onefold.domain.Identifier(i.getNamespace(), i.getValue(), true)))
                                .toList())
                .toString();
    }

    /** An event of the web shop; give it a type, a name and whatever it should say. */
    public static Event.Builder event(String messageId, Instant time, Identifier... identifiers) {
        return Event.newBuilder()
                .setEventId(Ids.event(WORKSPACE, "shop", messageId).toString())
                .setWorkspace(WORKSPACE)
                .setSource("shop")
                .setChannel(Channel.CHANNEL_WEB)
                .setType(EventType.EVENT_TYPE_TRACK)
                .setMessageId(messageId)
                .setEventTime(timestamp(time))
                .setReceiveTime(timestamp(time))
                .setRecordId(record(identifiers))
                .addAllIdentifiers(List.of(identifiers))
                .setProperties("{}")
                .setTraits("{}")
                .setContext("{}");
    }

    public static Event order(String messageId, Instant time, String total, Identifier... identifiers) {
        return event(messageId, time, identifiers)
                .setChannel(Channel.CHANNEL_PAYMENT)
                .setName("Order Completed")
                .setProperties("{\"order_id\":\"" + messageId + "\",\"total\":" + total + ",\"items\":[1,2]}")
                .build();
    }

    public static Event identify(String messageId, Instant time, String traits, Identifier... identifiers) {
        return event(messageId, time, identifiers)
                .setChannel(Channel.CHANNEL_CRM)
                .setType(EventType.EVENT_TYPE_IDENTIFY)
                .setTraits(traits)
                .build();
    }

    /** A row of a data management platform that only enriches. */
    public static Event thirdParty(String messageId, Instant time, Instant expireTime, Identifier... identifiers) {
        return event(messageId, time, identifiers)
                .setSource("dmp")
                .setChannel(Channel.CHANNEL_DMP)
                .setType(EventType.EVENT_TYPE_IDENTIFY)
                .setEnriching(true)
                .setTraits("{\"segment\":\"" + messageId + "\"}")
                .setThirdParty(ThirdParty.newBuilder().setProvider("acme").setExpireTime(timestamp(expireTime)))
                .build();
    }

    public static ConsentStatement consent(String channel, boolean granted) {
        return ConsentStatement.newBuilder()
                .setPurpose("marketing")
                .setChannel(channel)
                .setGranted(granted)
                .build();
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
