package io.onefold.profile.event;

import com.google.protobuf.Timestamp;
import io.onefold.domain.Identifier;
import io.onefold.profile.state.BehaviourKey;
import io.onefold.profile.state.ConsentKey;
import io.onefold.profile.state.EventFacts;
import io.onefold.profile.state.IdentifierKey;
import io.onefold.profile.state.Stamp;
import io.onefold.profile.state.ThirdPartyValue;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads an event of the upstream feed. On the hot path, so straight from the generated type. */
public final class EventCodec {
    private static final String SESSION = "sessionId";
    private static final String SCORE = "score";

    private EventCodec() {}

    /** Fails when the event cannot be what ingestion files; its consumer then sets it aside. */
    public static FiledEvent read(Event event) {
        List<Identifier> identifiers = event.getIdentifiersList().stream()
                .map(i -> new Identifier(i.getNamespace(), i.getValue(), !i.getInvalid()))
                .toList();
        return new FiledEvent(
                event.getWorkspace(),
                UUID.fromString(event.getRecordId()),
                identifiers,
                facts(event),
                event.toByteArray(),
                event.getErasureOrdinal());
    }

    static EventFacts facts(Event event) {
        Stamp stamp = new Stamp(instant(event.getEventTime()), UUID.fromString(event.getEventId()));
        JsonProperties properties = JsonProperties.read(event.getProperties());
        JsonProperties traits = JsonProperties.read(event.getTraits());
        boolean thirdParty = event.hasThirdParty();
        return new EventFacts(
                stamp,
                event.getSource(),
                event.getEnriching(),
                new BehaviourKey(event.getTypeValue(), event.getName(), event.getChannelValue()),
                thirdParty ? List.of() : traits.traits(),
                consents(event),
                thirdParty ? thirdParty(event) : null,
                properties.measures(),
                properties.scalars(),
                session(event),
                event.getChannel() == Channel.CHANNEL_SURVEY ? properties.decimal(SCORE) : null,
                event.getIdentifiersList().stream()
                        .map(i -> new IdentifierKey(i.getNamespace(), i.getValue()))
                        .toList());
    }

    private static List<EventFacts.Consent> consents(Event event) {
        return event.getConsentsList().stream()
                .map(c -> new EventFacts.Consent(new ConsentKey(c.getPurpose(), c.getChannel()), c.getGranted()))
                .toList();
    }

    private static ThirdPartyValue thirdParty(Event event) {
        var row = event.getThirdParty();
        return new ThirdPartyValue(
                row.getProvider(), event.getTraits(), row.hasExpireTime() ? instant(row.getExpireTime()) : null);
    }

    private static @Nullable Long session(Event event) {
        boolean viewed = event.getType() == EventType.EVENT_TYPE_PAGE || event.getType() == EventType.EVENT_TYPE_SCREEN;
        boolean ownSite = event.getChannel() == Channel.CHANNEL_WEB || event.getChannel() == Channel.CHANNEL_MOBILE;
        if (!viewed || !ownSite) {
            return null;
        }
        String session = JsonProperties.text(event.getContext(), SESSION);
        return session == null ? null : SessionHash.of(session);
    }

    /** In microseconds, as PostgreSQL keeps it: the order of a timeline and that of the fold must agree. */
    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }
}
