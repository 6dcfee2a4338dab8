package io.onefold.segment.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.onefold.kit.error.Failure;
import io.onefold.proto.type.v1.ErrorReason;
import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Following;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyCondition;
import io.onefold.segment.rule.PropertyCondition.Operand;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Relation;
import io.onefold.segment.rule.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules as people write them, in YAML, and as they arrive over gRPC: one grammar. */
class RuleCodecTest {
    private static final EventSelector ORDERS = EventSelector.track("Order Completed");

    private static Rule rule(String yaml) {
        return AudienceFiles.parse("name: some\nrule:\n" + yaml.indent(2)).rule();
    }

    private static Failure refused(String yaml) {
        return assertThrows(Failure.class, () -> rule(yaml));
    }

    private static Expression number(String number) {
        return new Expression.Number(new BigDecimal(number));
    }

    @Test
    void every_condition_is_read() {
        Rule read = rule("""
                all:
                  rules:
                    - any: {rules: [{not: {present: {trait: plan}}}]}
                    - one_of: {value: {trait: country}, texts: [Spain, France, Spain]}
                    - occurred: {types: [EVENT_TYPE_TRACK], names: [Order Completed]}
                    - absent: {}
                    - identifier: {namespaces: [user_id, email]}
                    - consent: {purpose: marketing, channel: email}
                    - third_party: {provider: acme, where: [{path: traits.job}]}
                """);
        assertEquals(
                new Rule.All(List.of(
                        new Rule.Any(List.of(new Rule.Not(new Rule.Present(new Expression.Trait("plan"))))),
                        new Rule.OneOf(new Expression.Trait("country"), Set.of("Spain", "France")),
                        new Rule.Occurred(ORDERS),
                        new Rule.Absent(EventSelector.ANY),
                        new Rule.Identified(Set.of("user_id", "email")),
                        new Rule.Consent("marketing", "email"),
                        new Rule.ThirdParty(
                                "acme", List.of(PropertyCondition.there(PropertyPath.parse("traits.job")))))),
                read);
    }

    @Test
    void every_expression_is_read() {
        PropertyPath total = PropertyPath.parse("properties.total");
        Rule read = rule("""
                all:
                  rules:
                    - comparison:
                        left:
                          ratio:
                            dividend:
                              add:
                                expressions:
                                  - sum: {events: {names: [Order Completed], types: [EVENT_TYPE_TRACK]}, path: properties.total}
                                  - count: {}
                            divisor:
                              difference:
                                minuend: {distinct: {events: {}, path: properties.total}}
                                subtrahend: {multiply: {expressions: [{number: "0.20"}, {first: {events: {}, path: properties.total}}]}}
                        operator: OPERATOR_NE
                        right: {coalesce: {expressions: [{latest: {events: {}, path: properties.total}}, {number: -7}]}}
                    - comparison: {left: {first_time: {}}, operator: OPERATOR_LT, right: {time: "2011-12-10T00:00:00.1234567Z"}}
                    - comparison: {left: {latest_time: {}}, operator: OPERATOR_GE, right: {first_time: {}}}
                    - comparison: {left: {trait: vip}, operator: OPERATOR_EQ, right: {flag: false}}
                    - comparison: {left: {trait: city}, operator: OPERATOR_STARTS_WITH, right: {text: ""}}
                """);
        EventSelector any = EventSelector.ANY;
        assertEquals(
                new Rule.All(List.of(
                        new Rule.Comparison(
                                new Expression.Ratio(
                                        new Expression.Add(
                                                List.of(new Expression.Sum(ORDERS, total), new Expression.Count(any))),
                                        new Expression.Difference(
                                                new Expression.Distinct(any, total),
                                                new Expression.Multiply(
                                                        List.of(number("0.20"), new Expression.First(any, total))))),
                                Operator.NE,
                                new Expression.Coalesce(List.of(new Expression.Latest(any, total), number("-7")))),
                        new Rule.Comparison(
                                new Expression.FirstTime(any),
                                Operator.LT,
                                new Expression.Time(Instant.parse("2011-12-10T00:00:00.123456Z"))),
                        new Rule.Comparison(new Expression.LatestTime(any), Operator.GE, new Expression.FirstTime(any)),
                        new Rule.Comparison(new Expression.Trait("vip"), Operator.EQ, new Expression.Flag(false)),
                        new Rule.Comparison(
                                new Expression.Trait("city"), Operator.STARTS_WITH, new Expression.Text("")))),
                read);
    }

    @Test
    void every_part_of_a_selector_is_read() {
        Rule read = rule("""
                occurred:
                  types: [EVENT_TYPE_PAGE, EVENT_TYPE_SCREEN]
                  names: [home]
                  channels: [CHANNEL_WEB, CHANNEL_MOBILE]
                  where:
                    - {path: properties.score, operator: OPERATOR_LE, number: 6}
                    - {path: context.campaign.source, operator: OPERATOR_CONTAINS, text: mail}
                    - {path: properties.new, operator: OPERATOR_NE, flag: true}
                    - {path: properties.kind, operator: OPERATOR_EQ, texts: {texts: [b, a]}}
                  window: 60s
                  relation: {anchor: ANCHOR_LATEST, of: {window: 5s}, side: SIDE_AT_OR_AFTER, within: 9s}
                  followed_by: {events: {followed_by: {events: {}, negated: true}}, within: 7s}
                """);
        EventSelector any = EventSelector.ANY;
        assertEquals(
                new Rule.Occurred(any.types(EventType.PAGE, EventType.SCREEN)
                        .names("home")
                        .channels(Channel.WEB, Channel.MOBILE)
                        .where(
                                PropertyCondition.of(
                                        PropertyPath.parse("properties.score"),
                                        Operator.LE,
                                        new Operand.Number(new BigDecimal(6))),
                                PropertyCondition.of(
                                        PropertyPath.parse("context.campaign.source"),
                                        Operator.CONTAINS,
                                        new Operand.Text("mail")),
                                PropertyCondition.of(
                                        PropertyPath.parse("properties.new"), Operator.NE, new Operand.Flag(true)),
                                PropertyCondition.of(
                                        PropertyPath.parse("properties.kind"),
                                        Operator.EQ,
                                        new Operand.Texts(Set.of("a", "b"))))
                        .within(Duration.ofSeconds(60))
                        .related(new Relation(
                                Relation.Anchor.LATEST,
                                any.within(Duration.ofSeconds(5)),
                                Relation.Side.AT_OR_AFTER,
                                Optional.of(Duration.ofSeconds(9))))
                        .followedBy(new Following(
                                any.followedBy(new Following(any, Optional.empty(), true)),
                                Optional.of(Duration.ofSeconds(7)),
                                false))),
                read);
    }

    /** Whoever adds a node to the proto must read it: a oneof's case without an arm does not compile, so only the count is held here. */
    @Test
    void the_tests_above_read_every_kind_of_node() {
        assertEquals(11, nodes(io.onefold.proto.segment.v1.Rule.getDescriptor().getFields()));
        assertEquals(
                17, nodes(io.onefold.proto.segment.v1.Expression.getDescriptor().getFields()));
    }

    private static long nodes(List<FieldDescriptor> fields) {
        return fields.stream()
                .filter(field -> field.getContainingOneof() != null)
                .count();
    }

    @Test
    void an_unknown_field_is_refused_by_its_name() {
        Failure refused = refused("occurred: {name: Order Completed}");
        assertEquals(ErrorReason.ERROR_REASON_INVALID_FIELD, refused.reason());
        assertTrue(String.valueOf(refused.getMessage()).contains("name"), refused.getMessage());
        assertTrue(String.valueOf(refused("excluded: {}").getMessage()).contains("excluded"));
        assertTrue(
                String.valueOf(refused("occurred: {types: [EVENT_TYPE_TRAKC]}").getMessage())
                        .contains("EVENT_TYPE_TRAKC"));
    }

    @Test
    void a_bad_node_is_refused_with_its_place() {
        assertPlace("audience.rule.not", "not: {}");
        assertPlace("audience.rule.present", "present: {}");
        assertPlace("audience.rule.any.rules[1].comparison.left.number", """
                any:
                  rules:
                    - occurred: {}
                    - comparison: {left: {number: NaN}, operator: OPERATOR_EQ, right: {count: {}}}
                """);
        assertPlace("audience.rule.comparison.operator", "comparison: {left: {number: 1}, right: {count: {}}}");
        assertPlace("audience.rule.occurred.where[0].path", "occurred: {where: [{path: property.x}]}");
        assertPlace("audience.rule.occurred.where[0].path", "occurred: {where: [{path: properties.a..b}]}");
        assertPlace("audience.rule.present.latest.path", "present: {latest: {events: {}, path: total}}");
        assertPlace("audience.rule.occurred.types[0]", "occurred: {types: [EVENT_TYPE_UNSPECIFIED]}");
        assertPlace("audience.rule.absent.relation.side", "absent: {relation: {anchor: ANCHOR_FIRST, of: {}}}");
        assertPlace("audience.rule.occurred.window", "occurred: {window: 1.5s}");
    }

    @Test
    void a_tree_of_any_depth_is_refused_before_it_is_built() {
        io.onefold.proto.segment.v1.Rule deep = io.onefold.proto.segment.v1.Rule.newBuilder()
                .setOccurred(io.onefold.proto.segment.v1.EventSelector.getDefaultInstance())
                .build();
        for (int i = 0; i < 90; i++) {
            deep = io.onefold.proto.segment.v1.Rule.newBuilder().setNot(deep).build();
        }
        io.onefold.proto.segment.v1.Rule tooDeep = deep;
        Failure refused = assertThrows(Failure.class, () -> RuleCodec.read(tooDeep));
        assertTrue(String.valueOf(refused.getMessage()).contains("lies deeper than 16 levels"), refused.getMessage());

        io.onefold.proto.segment.v1.EventSelector steps =
                io.onefold.proto.segment.v1.EventSelector.getDefaultInstance();
        for (int i = 0; i < 90; i++) {
            steps = io.onefold.proto.segment.v1.EventSelector.newBuilder()
                    .setFollowedBy(
                            io.onefold.proto.segment.v1.Following.newBuilder().setEvents(steps))
                    .build();
        }
        io.onefold.proto.segment.v1.Rule sequence =
                io.onefold.proto.segment.v1.Rule.newBuilder().setOccurred(steps).build();
        assertTrue(String.valueOf(assertThrows(Failure.class, () -> RuleCodec.read(sequence))
                        .getMessage())
                .contains("lies deeper than 16 levels"));
    }

    @Test
    void what_is_stored_is_read_again() {
        for (String name : AudienceFiles.NAMES) {
            AudienceDraft audience = assertReads(name);
            assertEquals(
                    audience.rule(), RuleCodec.readStored(audience.written().toByteArray()));
        }
        assertThrows(IllegalStateException.class, () -> RuleCodec.readStored(new byte[] {1, 2, 3}));
    }

    @Test
    void what_is_stored_is_not_held_against_todays_limits() {
        io.onefold.proto.segment.v1.Rule deep = io.onefold.proto.segment.v1.Rule.newBuilder()
                .setOccurred(io.onefold.proto.segment.v1.EventSelector.getDefaultInstance())
                .build();
        Rule expected = new Rule.Occurred(EventSelector.ANY);
        for (int i = 0; i < 40; i++) {
            deep = io.onefold.proto.segment.v1.Rule.newBuilder().setNot(deep).build();
            expected = new Rule.Not(expected);
        }
        io.onefold.proto.segment.v1.Rule sent = deep;
        assertThrows(Failure.class, () -> RuleCodec.read(sent));
        assertEquals(expected, RuleCodec.readStored(sent.toByteArray()));
    }

    private static AudienceDraft assertReads(String name) {
        try {
            return AudienceFiles.read(name);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertPlace(String place, String yaml) {
        Failure refused = refused(yaml);
        assertEquals(ErrorReason.ERROR_REASON_INVALID_RULE, refused.reason(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).startsWith(place + ": "), refused.getMessage());
    }
}
