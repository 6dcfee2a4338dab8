package io.onefold.segment.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Following;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the meaning of a rule comes to in cases that one would ask about. */
class EvaluatorTest {
    private static final Instant NOON = Instant.parse("2011-06-01T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final PropertyPath TOTAL = PropertyPath.parse("properties.total");
    private static final EventSelector ORDERS = EventSelector.track("Order Completed");
    private static final Rule ORDERED_THIS_WEEK = new Rule.Occurred(ORDERS.within(WEEK));

    private static EventFact event(String name, Instant time, UUID id, boolean enriching, Map<PropertyPath, Scalar> v) {
        boolean traits = v.keySet().stream().anyMatch(path -> path.root() == PropertyPath.Root.TRAITS);
        return new EventFact(
                id,
                time,
                EventType.TRACK,
                name,
                Channel.WEB,
                enriching,
                Set.of("email"),
                v,
                List.of(),
                traits,
                Optional.empty());
    }

    private static EventFact order(Instant time) {
        return event("Order Completed", time, UUID.randomUUID(), false, Map.of());
    }

    private static EventFact stating(Instant time, UUID id, String trait, Scalar value) {
        return event("Told", time, id, false, Map.of(PropertyPath.trait(trait), value));
    }

    private static EventFact total(String total) {
        BigDecimal number = new BigDecimal(total);
        return event(
                "Order Completed", NOON, UUID.randomUUID(), false, Map.of(TOTAL, new Scalar.Number(number, total)));
    }

    private static Facts facts(EventFact... events) {
        SortedMap<String, Instant> namespaces = new TreeMap<>(Map.of("email", NOON));
        return new Facts(Optional.of(NOON), List.of(events), namespaces, true);
    }

    private static Rule compare(Expression left, Operator operator, String right) {
        return new Rule.Comparison(left, operator, new Expression.Number(new BigDecimal(right)));
    }

    private static Truth value(Rule rule, Facts facts, Instant at) {
        return Evaluator.evaluate(rule, facts, at).value();
    }

    @Test
    void a_window_holds_from_the_event_until_it_has_passed() {
        Evaluation evaluation = Evaluator.evaluate(ORDERED_THIS_WEEK, facts(order(NOON)), NOON.plusSeconds(1));
        assertEquals(Truth.TRUE, evaluation.value());
        assertEquals(Optional.of(NOON), evaluation.since());
        Instant passed = NOON.plus(WEEK).plus(1, ChronoUnit.MICROS);
        assertEquals(Optional.of(passed), evaluation.until());
        History history = Evaluator.history(ORDERED_THIS_WEEK, facts(order(NOON)), NOON);
        assertEquals(Truth.TRUE, history.at(NOON.plus(WEEK)));
        assertEquals(Truth.FALSE, history.at(passed));
        assertEquals(Optional.of(passed), history.nextFlip(NOON));
        assertEquals(Optional.empty(), history.nextFlip(passed));
    }

    @Test
    void nobody_is_in_an_audience_before_the_first_event_that_creates_the_profile() {
        Rule never = new Rule.Absent(ORDERS);
        assertEquals(Truth.FALSE, value(never, facts(), NOON.minusMillis(1)));
        assertEquals(Truth.TRUE, value(never, facts(), NOON));
        assertEquals(
                Optional.of(NOON),
                Evaluator.history(never, facts(), Instant.MIN).nextFlip(Instant.MIN));
        assertEquals(Truth.FALSE, value(never, Facts.NONE, NOON));
        assertEquals(Truth.FALSE, History.never().at(Instant.MAX));
        assertEquals(Optional.empty(), History.never().nextFlip(Instant.MIN));
        assertEquals(Map.of(), History.never().between(Instant.MIN, Instant.MAX));
        // What enriches may come first, and counts once the profile exists.
        EventFact before = event("Order Completed", NOON.minusSeconds(9), UUID.randomUUID(), true, Map.of());
        assertEquals(
                Optional.of(NOON),
                Evaluator.evaluate(ORDERED_THIS_WEEK, facts(before), NOON).since());
    }

    @Test
    void facts_that_were_cut_off_decide_nothing() {
        Facts cut = new Facts(Optional.of(NOON), List.of(order(NOON)), new TreeMap<>(), false);
        assertEquals(Truth.UNKNOWN, value(new Rule.Not(new Rule.Occurred(ORDERS)), cut, NOON));
        assertEquals(Truth.FALSE, value(new Rule.Occurred(ORDERS), cut, NOON.minusMillis(1)));
    }

    @Test
    void identifiers_are_known_also_when_events_are_not() {
        Facts cut = facts(order(NOON)).cut();
        Rule held = new Rule.Identified(Set.of("email"));
        assertEquals(Truth.TRUE, value(held, cut, NOON));
        assertEquals(Truth.FALSE, value(new Rule.Identified(Set.of("phone")), cut, NOON));
        assertEquals(Truth.TRUE, value(new Rule.Any(List.of(new Rule.Occurred(ORDERS), held)), cut, NOON));
    }

    @Test
    void a_trait_that_the_latest_event_removes_is_no_more() {
        UUID low = new UUID(1, 1);
        // As a signed number it would be the lower one.
        UUID high = new UUID(-1, 1);
        Scalar gold = new Scalar.Text("gold");
        Rule present = new Rule.Present(new Expression.Trait("plan"));
        Facts removed = facts(stating(NOON, high, "plan", Scalar.Nothing.NOTHING), stating(NOON, low, "plan", gold));
        assertEquals(Truth.FALSE, value(present, removed, NOON));
        Facts given = facts(stating(NOON, low, "plan", Scalar.Nothing.NOTHING), stating(NOON, high, "plan", gold));
        assertEquals(Truth.TRUE, value(present, given, NOON));
        Facts other = facts(stating(NOON, low, "plan", gold), stating(NOON.plusSeconds(1), high, "other", gold));
        assertEquals(Truth.TRUE, value(present, other, NOON.plusSeconds(1)));
    }

    @Test
    void numbers_are_exact() {
        Expression sum = new Expression.Sum(ORDERS, TOTAL);
        Facts cents = facts(total("0.10"), total("0.20"));
        assertEquals(Truth.TRUE, value(compare(sum, Operator.EQ, "0.3"), cents, NOON));
        Expression third = new Expression.Ratio(new Expression.Number(BigDecimal.ONE), new Expression.Count(ORDERS));
        Facts three = facts(total("1"), total("1"), total("1"));
        Expression whole = new Expression.Multiply(List.of(third, new Expression.Number(new BigDecimal("3"))));
        assertEquals(Truth.TRUE, value(compare(whole, Operator.EQ, "1"), three, NOON));
        assertEquals(Truth.UNKNOWN, value(compare(third, Operator.EQ, "1"), facts(), NOON));
    }

    @Test
    void a_text_that_is_a_number_counts_as_one_where_a_number_is_needed() {
        Expression plan = new Expression.Trait("plan");
        Facts two = facts(stating(NOON, new UUID(1, 1), "plan", new Scalar.Text("2.0")));
        assertEquals(Truth.TRUE, value(compare(plan, Operator.EQ, "2"), two, NOON));
        Rule asText = new Rule.Comparison(plan, Operator.EQ, new Expression.Text("2"));
        assertEquals(Truth.FALSE, value(asText, two, NOON));
        Facts gold = facts(stating(NOON, new UUID(1, 1), "plan", new Scalar.Text("gold")));
        assertEquals(Truth.UNKNOWN, value(compare(plan, Operator.EQ, "2"), gold, NOON));
    }

    /** "No answer within a week": it turns true with the question, and false when the answer comes in time. */
    @Test
    void a_step_that_must_not_come_is_judged_by_what_is_known() {
        EventSelector unanswered = EventSelector.track("Asked")
                .followedBy(new Following(EventSelector.track("Answered"), Optional.of(WEEK), true));
        EventFact asked = event("Asked", NOON, UUID.randomUUID(), false, Map.of());
        EventFact inTime = event("Answered", NOON.plus(WEEK), UUID.randomUUID(), false, Map.of());
        EventFact late = event("Answered", NOON.plus(WEEK).plusMillis(1), UUID.randomUUID(), false, Map.of());
        Rule rule = new Rule.Occurred(unanswered);
        assertEquals(
                new TreeMap<>(Map.of(NOON, Truth.TRUE, NOON.plus(WEEK), Truth.FALSE)),
                Evaluator.history(rule, facts(asked, inTime, late), Instant.MIN).between(Instant.MIN, Instant.MAX));
        assertEquals(
                new TreeMap<>(Map.of(NOON, Truth.TRUE)),
                Evaluator.history(rule, facts(asked, late), Instant.MIN).between(Instant.MIN, Instant.MAX));
    }

    @Test
    void what_decided_says_what_it_found() {
        Rule rule = new Rule.Any(List.of(
                compare(new Expression.Count(ORDERS), Operator.GE, "2"),
                compare(new Expression.Sum(ORDERS, TOTAL), Operator.GE, "5")));
        Evaluation evaluation = Evaluator.evaluate(rule, facts(total("5.00")), NOON);
        assertEquals(1, evaluation.decided().size());
        Finding finding = evaluation.decided().get(0);
        assertEquals(((Rule.Any) rule).rules().get(1), finding.condition());
        assertEquals("5.00", finding.left().orElseThrow().toString());
        assertEquals("5", finding.right().orElseThrow().toString());
    }

    @Test
    void an_instant_within_a_microsecond_is_that_microsecond() {
        Facts facts = facts(order(NOON.plusNanos(1_999)));
        Rule ordered = new Rule.Occurred(ORDERS);
        assertEquals(Truth.FALSE, value(ordered, facts, NOON.plusNanos(999)));
        assertEquals(Truth.TRUE, value(ordered, facts, NOON.plusNanos(1_000)));
        assertEquals(
                Optional.of(NOON.plusNanos(1_000)),
                Evaluator.evaluate(ordered, facts, NOON).until());
    }

    @Test
    void added_events_are_added_once_and_move_no_beginnings() {
        Facts known = facts(order(NOON));
        EventFact earlier = order(NOON.minusSeconds(5));
        Facts more = known.and(List.of(earlier, earlier));
        assertEquals(2, more.events().size());
        assertEquals(Optional.of(NOON), more.firstTime());
        assertEquals(Map.of("email", NOON), more.namespaces());
        assertEquals(more, more.and(List.of(earlier)));
        assertEquals(Optional.of(NOON), more.reached());
    }

    /** The next flip is found without a look at what lies behind it, and windows that have passed are not looked at. */
    @Test
    void long_histories_stay_cheap() {
        List<EventFact> events = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            events.add(order(NOON.plusSeconds(60L * i)));
        }
        Instant last = events.get(events.size() - 1).time();
        Facts facts = facts(events.toArray(EventFact[]::new));
        Rule often = compare(new Expression.Count(ORDERS.within(WEEK)), Operator.GE, "2");
        History history = Evaluator.history(often, facts, last);
        assertTrue(history.at(last) == Truth.TRUE);
        assertEquals(Optional.of(last.plus(WEEK).minusSeconds(60).plus(1, ChronoUnit.MICROS)), history.nextFlip(last));
        assertEquals(
                Optional.of(NOON.plusSeconds(60)),
                Evaluator.evaluate(often, facts, last).since());
        assertFalse(history.between(last, last.plus(WEEK)).isEmpty());
    }
}
