package io.onefold.segment.profiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.NamespaceFact;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.ConsentStatement;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.ThirdParty;
import io.onefold.segment.evaluation.ConsentFact;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.Scalar;
import io.onefold.segment.evaluation.ThirdPartyFact;
import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FactCodecTest {
    private static final Timestamp TIME = Timestamp.newBuilder()
            .setSeconds(1_300_000_000)
            .setNanos(123_456_789)
            .build();
    private static final Instant INSTANT = Instant.ofEpochSecond(1_300_000_000, 123_456_000);

    private static FactCodec codec(String... paths) {
        return new FactCodec(Stream.of(paths).map(PropertyPath::parse).collect(Collectors.toSet()));
    }

    private static Event.Builder event() {
        return Event.newBuilder()
                .setEventId(new UUID(1, 2).toString())
                .setEventTime(TIME)
                .setReceiveTime(TIME.toBuilder().setSeconds(TIME.getSeconds() + 5))
                .setChannel(io.onefold.proto.type.v1.Channel.CHANNEL_WEB)
                .setType(io.onefold.proto.type.v1.EventType.EVENT_TYPE_TRACK)
                .setName("Order Completed")
                .setProperties("{}")
                .setTraits("{}")
                .setContext("{}");
    }

    private static Map<PropertyPath, Scalar> values(FactCodec codec, String properties) {
        return codec.event(event().setProperties(properties).build()).values();
    }

    private static Scalar number(String writing) {
        return new Scalar.Number(new BigDecimal(writing), writing);
    }

    @Test
    void what_an_event_says_is_read() {
        Event proto = event().setEnriching(true)
                .setProperties("{\"total\":\"34.80\"}")
                .addIdentifiers(Identifier.newBuilder().setNamespace("email").setValue("a@b.c"))
                .addIdentifiers(Identifier.newBuilder()
                        .setNamespace("phone")
                        .setValue("000")
                        .setInvalid(true))
                .addConsents(ConsentStatement.newBuilder()
                        .setPurpose("marketing")
                        .setChannel("email")
                        .setGranted(true))
                .build();
        EventFact read = codec("properties.total").event(proto);
        assertEquals(
                new EventFact(
                        new UUID(1, 2),
                        INSTANT,
                        EventType.TRACK,
                        "Order Completed",
                        Channel.WEB,
                        true,
                        Set.of("email"),
                        Map.of(PropertyPath.parse("properties.total"), new Scalar.Text("34.80")),
                        List.of(new ConsentFact("marketing", "email", true)),
                        false,
                        Optional.empty(),
                        proto.getSerializedSize(),
                        INSTANT.plusSeconds(5)),
                read);
    }

    @Test
    void values_keep_their_kind_and_every_digit() {
        FactCodec codec =
                codec("properties.a", "properties.b", "properties.c", "properties.d", "properties.e", "properties.f.g");
        assertEquals(
                Map.of(
                        PropertyPath.parse("properties.a"),
                        number("0.10000000000000000000001"),
                        PropertyPath.parse("properties.b"),
                        new Scalar.Text("x\"ü"),
                        PropertyPath.parse("properties.c"),
                        new Scalar.Flag(false),
                        PropertyPath.parse("properties.d"),
                        Scalar.Nothing.NOTHING,
                        PropertyPath.parse("properties.e"),
                        Scalar.Nothing.NOTHING,
                        PropertyPath.parse("properties.f.g"),
                        number("1E+2")),
                values(codec, """
                        {"a":0.10000000000000000000001,"b":"x\\"ü","c":false,"d":null,"e":[1,{"a":2}],
                        "f":{"e":3,"g":1E+2,"h":{"g":5}},"h":{"a":7}}
                        """));
    }

    /** Beyond the bounds that keep sums cheap a number is only how it is written. */
    @Test
    void a_number_beyond_all_bounds_is_no_number() {
        assertEquals(
                Map.of(PropertyPath.parse("properties.a"), new Scalar.Text("1e300")),
                values(codec("properties.a"), "{\"a\":1e300}"));
    }

    @Test
    void a_member_and_what_is_inside_it_can_both_be_wanted() {
        assertEquals(
                Map.of(
                        PropertyPath.parse("properties.a"), Scalar.Nothing.NOTHING,
                        PropertyPath.parse("properties.a.b"), number("1"),
                        PropertyPath.parse("properties.z"), number("2")),
                values(codec("properties.a", "properties.a.b", "properties.z"), "{\"a\":{\"b\":1},\"z\":2}"));
        assertEquals(
                Map.of(PropertyPath.parse("properties.a"), number("3")),
                values(codec("properties.a", "properties.a.b"), "{\"a\":3}"));
    }

    @Test
    void a_trait_is_found_by_its_whole_name() {
        FactCodec codec = new FactCodec(Set.of(PropertyPath.trait("first.name")));
        EventFact read = codec.event(event().setTraits("{\"first.name\":null}").build());
        assertEquals(Map.of(PropertyPath.trait("first.name"), Scalar.Nothing.NOTHING), read.values());
        assertTrue(read.statesTraits());
    }

    @Test
    void third_party_data_states_no_traits_of_the_person() {
        EventFact read = codec("traits.job")
                .event(event().setTraits("{\"job\":\"admin.\"}")
                        .setThirdParty(
                                ThirdParty.newBuilder().setProvider("acme").setExpireTime(TIME))
                        .build());
        assertFalse(read.statesTraits());
        assertEquals(Optional.of(new ThirdPartyFact("acme", Optional.of(INSTANT))), read.thirdParty());
        assertEquals(Map.of(PropertyPath.trait("job"), new Scalar.Text("admin.")), read.values());
    }

    @Test
    void an_object_of_which_nothing_is_wanted_is_not_parsed() {
        assertEquals(Map.of(), values(codec("traits.a"), "this is no JSON"));
        assertThrows(IllegalArgumentException.class, () -> values(codec("properties.a"), "this is no JSON"));
        assertThrows(IllegalArgumentException.class, () -> values(codec("properties.a"), "[]"));
    }

    @Test
    void what_this_version_does_not_know_is_in_no_rule() {
        EventFact read =
                codec().event(event().setTypeValue(77).setChannelValue(78).build());
        assertEquals(EventType.OTHER, read.type());
        assertEquals(Channel.OTHER, read.channel());
    }

    @Test
    void a_profiles_facts_are_read() {
        ProfileFacts proto = ProfileFacts.newBuilder()
                .setExists(true)
                .addEvents(event())
                .setOverflow(true)
                .setFirstTime(TIME)
                .addNamespaces(NamespaceFact.newBuilder().setNamespace("email").setFirstTime(TIME))
                .build();
        Facts facts = codec().facts(proto);
        assertEquals(Optional.of(INSTANT), facts.firstTime());
        assertEquals(Map.of("email", INSTANT), facts.namespaces());
        assertEquals(List.of(), facts.events());
        assertEquals(Optional.empty(), facts.reached());
        assertFalse(facts.complete());
        assertEquals(
                Facts.NONE, codec().facts(proto.toBuilder().setExists(false).build()));
    }

    @Test
    void what_rules_need_is_asked_for() {
        Rule rule = new Rule.All(List.of(
                new Rule.Occurred(EventSelector.track("A").channels(Channel.DMP)),
                new Rule.Present(new Expression.Trait("x"))));
        assertEquals(
                Set.of(
                        FactSelector.newBuilder()
                                .setType(io.onefold.proto.type.v1.EventType.EVENT_TYPE_TRACK)
                                .setName("A")
                                .setChannel(io.onefold.proto.type.v1.Channel.CHANNEL_DMP)
                                .build(),
                        FactSelector.newBuilder()
                                .setContent(FactSelector.Content.CONTENT_TRAITS)
                                .build()),
                Set.copyOf(FactCodec.selectors(rule.needs())));
    }
}
