package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Following;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Relation;
import io.onefold.segment.rule.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Measures what one change of a profile costs: twelve audiences over thirty events, from the last event on. To be started by hand. */
final class EvaluationBenchmark {
    private static final PropertyPath TOTAL = PropertyPath.parse("properties.total");
    private static final PropertyPath SESSION = PropertyPath.parse("context.sessionId");
    private static final EventSelector ORDERS = EventSelector.track("Order Completed");
    private static final EventSelector CLICKS = EventSelector.track("Email Link Clicked");
    private static final EventSelector ADDED = EventSelector.track("Product Added");
    private static final EventSelector VIEWS =
            EventSelector.ANY.types(EventType.PAGE, EventType.SCREEN).channels(Channel.WEB, Channel.MOBILE);
    private static final int ROUNDS = 40_000;

    private EvaluationBenchmark() {}

    public static void main(String[] arguments) {
        List<Rule> audiences = audiences();
        Facts facts = facts();
        Instant last = facts.reached().orElseThrow();
        for (int round = 0; round < 5; round++) {
            long flips = 0;
            long begin = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                for (Rule rule : audiences) {
                    History history = Evaluator.history(rule, facts, last);
                    flips += history.at(last) == Truth.TRUE ? 1 : 0;
                    flips += history.nextFlip(last).isPresent() ? 1 : 0;
                }
            }
            System.out.printf(
                    "%.1f microseconds for %d audiences (%d)%n",
                    (System.nanoTime() - begin) / 1_000.0 / ROUNDS, audiences.size(), flips);
        }
    }

    private static Facts facts() {
        List<EventFact> events = new ArrayList<>();
        Instant time = Instant.parse("2011-06-01T00:00:00Z");
        for (int i = 0; i < 30; i++) {
            boolean order = i % 6 == 0;
            boolean view = i % 3 == 1;
            events.add(new EventFact(
                    new UUID(i, i),
                    time.plus(Duration.ofHours(50L * i)),
                    view ? EventType.PAGE : EventType.TRACK,
                    view ? "home" : order ? "Order Completed" : i % 6 == 3 ? "Email Link Clicked" : "Product Added",
                    Channel.WEB,
                    false,
                    Set.of("user_id", "email"),
                    view
                            ? Map.of(SESSION, new Scalar.Text("session" + i / 6))
                            : Map.of(TOTAL, new Scalar.Text("34." + i)),
                    List.of(),
                    false,
                    Optional.empty()));
        }
        return new Facts(Optional.of(time), events, new TreeMap<>(Map.of("email", time)), true);
    }

    private static Rule compare(Expression left, Operator operator, String right) {
        return new Rule.Comparison(left, operator, new Expression.Number(new BigDecimal(right)));
    }

    private static Rule absentAfter(EventSelector anchor, Relation.Side side) {
        return new Rule.Absent(ORDERS.related(new Relation(Relation.Anchor.LATEST, anchor, side, Optional.empty())));
    }

    private static List<Rule> audiences() {
        Duration month = Duration.ofDays(30);
        Expression gross = new Expression.Sum(ORDERS, TOTAL);
        Expression refunds = new Expression.Sum(EventSelector.track("Order Refunded"), TOTAL);
        Expression net = new Expression.Difference(gross, refunds);
        return List.of(
                compare(net, Operator.GE, "2000"),
                compare(new Expression.Count(ORDERS.within(Duration.ofDays(90))), Operator.GE, "2"),
                new Rule.All(List.of(new Rule.Occurred(ORDERS), new Rule.Absent(ORDERS.within(Duration.ofDays(180))))),
                new Rule.All(
                        List.of(new Rule.Occurred(ADDED.within(month)), absentAfter(ADDED, Relation.Side.AT_OR_AFTER))),
                new Rule.Occurred(CLICKS.followedBy(new Following(ORDERS, Optional.of(Duration.ofDays(7)), false))),
                new Rule.All(List.of(
                        compare(
                                new Expression.Latest(
                                        EventSelector.track("NPS Answered"), PropertyPath.parse("properties.score")),
                                Operator.LE,
                                "6"),
                        compare(net, Operator.GE, "500"))),
                new Rule.All(List.of(
                        new Rule.Occurred(EventSelector.track("Support Contact")),
                        absentAfter(EventSelector.track("Support Contact"), Relation.Side.AFTER))),
                new Rule.All(List.of(
                        new Rule.Consent("marketing", "email"),
                        new Rule.Comparison(new Expression.Trait("country"), Operator.EQ, new Expression.Text("Spain")),
                        new Rule.Occurred(
                                EventSelector.ANY.channels(Channel.MOBILE).within(month)))),
                new Rule.All(List.of(
                        new Rule.ThirdParty("", List.of()),
                        compare(new Expression.Distinct(VIEWS.within(month), SESSION), Operator.GE, "2"))),
                new Rule.All(List.of(
                        compare(gross, Operator.GT, "0"),
                        compare(new Expression.Ratio(refunds, gross), Operator.GE, "0.2"))),
                new Rule.All(List.of(
                        new Rule.Not(new Rule.Identified(Set.of("user_id", "email"))),
                        compare(new Expression.Count(VIEWS.within(month)), Operator.GE, "3"))),
                new Rule.All(List.of(
                        new Rule.Occurred(VIEWS.within(month)),
                        new Rule.Absent(CLICKS),
                        new Rule.Absent(ORDERS.within(month)))));
    }
}
