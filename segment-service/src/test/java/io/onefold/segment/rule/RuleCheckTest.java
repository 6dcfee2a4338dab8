package io.onefold.segment.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.segment.rule.PropertyCondition.Operand;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleCheckTest {
    private static final EventSelector ORDERS = EventSelector.track("Order Completed");
    private static final PropertyPath TOTAL = PropertyPath.parse("properties.total");
    private static final Expression ONE = new Expression.Number(BigDecimal.ONE);
    private static final Expression WORD = new Expression.Text("x");
    private static final Expression YES = new Expression.Flag(true);
    private static final Expression COUNT = new Expression.Count(ORDERS);
    private static final Expression TRAIT = new Expression.Trait("country");
    private static final Expression WHEN = new Expression.LatestTime(ORDERS);
    private static final Rule ORDERED = compare(COUNT, Operator.GE, ONE);

    private static Rule compare(Expression left, Operator operator, Expression right) {
        return new Rule.Comparison(left, operator, right);
    }

    private static void assertRefused(String node, Rule rule) {
        InvalidRule refused = assertThrows(InvalidRule.class, () -> RuleCheck.check(rule), rule::toString);
        assertEquals(node, refused.node(), refused.problem());
    }

    private static void assertRefused(String node, EventSelector events) {
        assertRefused("rule.occurred" + node, new Rule.Occurred(events));
    }

    private static void assertRefused(String node, PropertyCondition condition) {
        assertRefused(".where[1]" + node, EventSelector.ANY.where(PropertyCondition.there(TOTAL), condition));
    }

    private static void assertPasses(Rule rule) {
        assertEquals(rule, RuleCheck.check(rule));
    }

    private static PropertyCondition where(Operator operator, Operand operand) {
        return PropertyCondition.of(TOTAL, operator, operand);
    }

    @Test
    void the_error_names_the_node() {
        Rule bad = compare(new Expression.Difference(COUNT, new Expression.Add(List.of())), Operator.EQ, ONE);
        assertRefused(
                "rule.all.rules[1].not.comparison.left.difference.subtrahend.add",
                new Rule.All(List.of(ORDERED, new Rule.Not(bad))));
        assertRefused("rule.any", new Rule.Any(List.of()));
        assertRefused("rule.all", new Rule.All(Collections.nCopies(RuleCheck.MAX_LIST + 1, ORDERED)));
    }

    @Test
    void depth_and_size_have_limits() {
        Rule deep = ORDERED;
        for (int i = 2; i < RuleCheck.MAX_DEPTH; i++) {
            deep = new Rule.Not(deep);
        }
        assertPasses(deep);
        assertRefused("rule" + ".not".repeat(15) + ".comparison.left", new Rule.Not(deep));
        Rule wide = new Rule.All(Collections.nCopies(RuleCheck.MAX_LIST, ORDERED));
        assertPasses(wide);
        assertRefused("rule.all.rules[1].all.rules[20].comparison.left", new Rule.All(List.of(wide, wide)));
    }

    @Test
    void only_values_of_one_kind_compare() {
        assertPasses(compare(TRAIT, Operator.LT, ONE));
        assertPasses(compare(WORD, Operator.NE, TRAIT));
        assertPasses(compare(TRAIT, Operator.EQ, YES));
        assertPasses(compare(TRAIT, Operator.LT, TRAIT));
        assertPasses(compare(WHEN, Operator.LT, new Expression.FirstTime(ORDERS)));
        assertRefused("rule.comparison", compare(COUNT, Operator.EQ, WORD));
        assertRefused("rule.comparison", compare(COUNT, Operator.EQ, YES));
        assertRefused("rule.comparison", compare(COUNT, Operator.LT, WHEN));
        assertRefused("rule.comparison", compare(TRAIT, Operator.EQ, WHEN));
        assertRefused("rule.comparison", compare(new Expression.Coalesce(List.of(TRAIT, ONE)), Operator.EQ, WORD));
    }

    @Test
    void operators_go_with_kinds() {
        assertRefused("rule.comparison", compare(TRAIT, Operator.LT, WORD));
        assertRefused("rule.comparison", compare(TRAIT, Operator.GE, YES));
        assertPasses(compare(TRAIT, Operator.CONTAINS, WORD));
        assertPasses(compare(TRAIT, Operator.ENDS_WITH, TRAIT));
        assertRefused("rule.comparison.left", compare(COUNT, Operator.CONTAINS, TRAIT));
        assertRefused("rule.comparison.right", compare(TRAIT, Operator.STARTS_WITH, ONE));
        assertRefused("rule.comparison.right", compare(TRAIT, Operator.ENDS_WITH, WHEN));
    }

    @Test
    void a_condition_reads_facts() {
        assertRefused("rule.comparison", compare(ONE, Operator.EQ, ONE));
        assertRefused("rule.present", new Rule.Present(ONE));
        assertRefused("rule.one_of.value", new Rule.OneOf(WORD, Set.of("x")));
    }

    @Test
    void arithmetic_is_of_numbers() {
        assertPasses(compare(new Expression.Add(List.of(COUNT, TRAIT)), Operator.GT, ONE));
        assertRefused(
                "rule.comparison.left.add.expressions[1]",
                compare(new Expression.Add(List.of(COUNT, WORD)), Operator.GT, ONE));
        assertRefused(
                "rule.comparison.left.multiply.expressions[0]",
                compare(new Expression.Multiply(List.of(WHEN)), Operator.GT, ONE));
        assertRefused(
                "rule.comparison.left.difference.minuend",
                compare(new Expression.Difference(WHEN, WHEN), Operator.GT, ONE));
        assertRefused(
                "rule.comparison.left.ratio.divisor", compare(new Expression.Ratio(COUNT, YES), Operator.GT, ONE));
        assertRefused(
                "rule.comparison.left.coalesce.expressions[2]",
                compare(new Expression.Coalesce(List.of(TRAIT, ONE, WORD)), Operator.GT, ONE));
        assertRefused(
                "rule.comparison.left.coalesce.expressions[0]",
                compare(new Expression.Coalesce(List.of(TRAIT, WHEN)), Operator.GT, WHEN));
        assertRefused(
                "rule.present.coalesce", new Rule.Present(new Expression.Coalesce(Collections.nCopies(17, TRAIT))));
    }

    @Test
    void texts_are_looked_for_in_texts() {
        assertPasses(new Rule.OneOf(TRAIT, Set.of("x")));
        assertRefused("rule.one_of.value", new Rule.OneOf(COUNT, Set.of("1")));
        assertRefused("rule.one_of.texts", new Rule.OneOf(TRAIT, Set.of()));
        assertRefused("rule.one_of.texts", new Rule.OneOf(TRAIT, Set.of("x".repeat(1_001))));
        assertRefused("rule.one_of.texts", new Rule.OneOf(TRAIT, texts(1_001)));
        assertRefused(
                "rule.comparison.right.text", compare(TRAIT, Operator.EQ, new Expression.Text("x".repeat(1_001))));
        assertRefused("rule.present.trait", new Rule.Present(new Expression.Trait("")));
        assertRefused("rule.present.trait", new Rule.Present(new Expression.Trait("x".repeat(201))));
    }

    private static Set<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.toSet());
    }

    @Test
    void selectors_say_what_events_can_be() {
        assertRefused(".names", ORDERS.types(EventType.TRACK, EventType.IDENTIFY));
        assertRefused(".names", EventSelector.ANY.names(""));
        assertRefused(".names", EventSelector.ANY.names("x".repeat(201)));
        assertRefused(".names", EventSelector.ANY.names(texts(65).toArray(String[]::new)));
        assertRefused(".types", EventSelector.ANY.types(EventType.OTHER));
        assertRefused(".channels", EventSelector.ANY.channels(Channel.OTHER));
        assertPasses(new Rule.Occurred(EventSelector.ANY.names("home")));
        assertPasses(new Rule.Occurred(EventSelector.ANY.types(EventType.TRACK)));
        assertRefused(
                "rule.present.latest.events.names",
                new Rule.Present(new Expression.Latest(EventSelector.ANY.names(""), TOTAL)));
    }

    @Test
    void spans_are_whole_seconds_and_not_endless() {
        for (Duration wrong :
                List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1_500), Duration.ofDays(3_661))) {
            assertRefused(".window", ORDERS.within(wrong));
            assertRefused(".relation.within", ORDERS.related(relation(ORDERS, Optional.of(wrong))));
            assertRefused(".followed_by.within", ORDERS.followedBy(new Following(ORDERS, Optional.of(wrong), false)));
        }
        assertPasses(new Rule.Occurred(ORDERS.within(Duration.ofDays(3_660))));
    }

    private static Relation relation(EventSelector of, Optional<Duration> within) {
        return new Relation(Relation.Anchor.FIRST, of, Relation.Side.AFTER, within);
    }

    private static Following followed(EventSelector by) {
        return new Following(by, Optional.empty(), false);
    }

    @Test
    void anchors_and_later_steps_say_less() {
        EventSelector related = ORDERS.related(relation(ORDERS, Optional.empty()));
        EventSelector followed = ORDERS.followedBy(followed(ORDERS));
        EventSelector recent = ORDERS.within(Duration.ofDays(1));
        assertPasses(new Rule.Occurred(ORDERS.related(relation(recent, Optional.empty()))));
        assertPasses(new Rule.Occurred(recent.followedBy(followed(followed))));
        assertPasses(new Rule.Occurred(followed.related(relation(ORDERS, Optional.empty()))));
        assertRefused(".relation.of.relation", ORDERS.related(relation(related, Optional.empty())));
        assertRefused(".relation.of.followed_by", ORDERS.related(relation(followed, Optional.empty())));
        assertRefused(".followed_by.events.window", ORDERS.followedBy(followed(recent)));
        assertRefused(".followed_by.events.relation", ORDERS.followedBy(followed(related)));
        assertRefused(
                ".followed_by.events.followed_by.events.window",
                ORDERS.followedBy(followed(ORDERS.followedBy(followed(recent)))));
    }

    @Test
    void a_sequence_has_at_most_eight_steps() {
        EventSelector steps = ORDERS;
        for (int i = 1; i < 8; i++) {
            steps = ORDERS.followedBy(followed(steps));
        }
        assertPasses(new Rule.Occurred(steps));
        assertRefused(".followed_by" + ".events.followed_by".repeat(7), ORDERS.followedBy(followed(steps)));
    }

    @Test
    void operands_go_with_operators() {
        Operand number = new Operand.Number(BigDecimal.ONE);
        Operand text = new Operand.Text("x");
        Operand flag = new Operand.Flag(true);
        Operand some = new Operand.Texts(Set.of("x"));
        for (Operator operator : Operator.values()) {
            boolean looks = operator.looksIntoTexts();
            boolean equal = operator == Operator.EQ || operator == Operator.NE;
            assertFits(!looks, operator, number);
            assertFits(looks || equal, operator, text);
            assertFits(equal, operator, flag);
            assertFits(equal, operator, some);
        }
        assertRefused("", new PropertyCondition(TOTAL, Optional.empty(), Optional.of(text)));
        assertRefused("", new PropertyCondition(TOTAL, Optional.of(Operator.EQ), Optional.empty()));
        assertRefused(".text", where(Operator.EQ, new Operand.Text("x".repeat(1_001))));
        assertRefused(".texts", where(Operator.EQ, new Operand.Texts(Set.of())));
        assertRefused(".path", PropertyCondition.there(new PropertyPath(PropertyPath.Root.CONTEXT, List.of())));
        assertRefused(".path", PropertyCondition.there(PropertyPath.trait("a.b")));
        assertRefused(
                ".where",
                EventSelector.ANY.where(
                        Collections.nCopies(17, PropertyCondition.there(TOTAL)).toArray(PropertyCondition[]::new)));
    }

    private static void assertFits(boolean fits, Operator operator, Operand operand) {
        if (fits) {
            assertPasses(new Rule.Occurred(EventSelector.ANY.where(where(operator, operand))));
        } else {
            assertRefused(".operator", where(operator, operand));
        }
    }

    @Test
    void properties_are_named_by_their_path() {
        PropertyPath none = new PropertyPath(PropertyPath.Root.PROPERTIES, List.of());
        assertRefused("rule.comparison.left.sum.path", compare(new Expression.Sum(ORDERS, none), Operator.EQ, ONE));
        assertThrows(IllegalArgumentException.class, () -> PropertyPath.parse("properties"));
        assertThrows(IllegalArgumentException.class, () -> PropertyPath.parse("properties."));
        assertThrows(IllegalArgumentException.class, () -> PropertyPath.parse("Properties.a"));
        assertThrows(IllegalArgumentException.class, () -> PropertyPath.parse("properties" + ".a".repeat(9)));
        assertThrows(IllegalArgumentException.class, () -> PropertyPath.parse("traits." + "a".repeat(200)));
        assertEquals("context.a.b", PropertyPath.parse("context.a.b").toString());
    }

    @Test
    void other_conditions_have_their_limits() {
        assertRefused("rule.identifier.namespaces", new Rule.Identified(Set.of()));
        assertRefused("rule.identifier.namespaces", new Rule.Identified(texts(17)));
        assertRefused("rule.identifier.namespaces", new Rule.Identified(Set.of("x".repeat(65))));
        assertRefused("rule.consent.purpose", new Rule.Consent("", "email"));
        assertRefused("rule.consent.channel", new Rule.Consent("marketing", "x".repeat(65)));
        assertRefused("rule.third_party.provider", new Rule.ThirdParty("x".repeat(65), List.of()));
        assertRefused(
                "rule.third_party.where[0].path", new Rule.ThirdParty("", List.of(PropertyCondition.there(TOTAL))));
        assertPasses(new Rule.ThirdParty("", List.of(PropertyCondition.there(PropertyPath.trait("job")))));
    }

    @Test
    void what_is_more_than_one_request_can_ask_for_is_asked_for_wider() {
        List<Rule> many = IntStream.range(0, 5)
                .<Rule>mapToObj(i -> new Rule.Occurred(EventSelector.ANY.names(
                        IntStream.range(0, 64).mapToObj(n -> i + "-" + n).toArray(String[]::new))))
                .toList();
        Rule most = new Rule.Any(many.subList(0, 4));
        assertPasses(most);
        assertEquals(256, most.needs().events().size());
        Rule tooMany = new Rule.Any(many);
        assertPasses(tooMany);
        assertEquals(1, tooMany.needs().events().size());
    }
}
