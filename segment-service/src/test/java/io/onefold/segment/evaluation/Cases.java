package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.rule.Selector;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** Random rules with random facts: few kinds of event, few instants and small amounts, so that boundaries are met often. */
record Cases(Rule rule, Facts facts) {
    static final Instant BEGIN = Instant.parse("2011-01-01T00:00:00Z");
    private static final List<EventSelector> EVENTS = List.of(
            new EventSelector(EventType.TRACK, "Order Completed"),
            new EventSelector(EventType.TRACK, "Order Refunded"),
            new EventSelector(EventType.PAGE, ""));

    static Gen<Cases> all() {
        return SourceDSL.longs().all().map(seed -> of(new Random(seed)));
    }

    private static Cases of(Random random) {
        Rule rule = rule(random, 3);
        Map<Selector, List<Fact>> selected = new HashMap<>();
        Set<Selector> incomplete = new HashSet<>();
        for (Selector selector : rule.selectors()) {
            List<Fact> facts = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                facts.add(new Fact(BEGIN.plusMillis(random.nextInt(8)), value(random)));
            }
            selected.put(selector, facts);
            if (random.nextInt(20) == 0) {
                incomplete.add(selector);
            }
        }
        return new Cases(rule, new Facts(selected, incomplete));
    }

    private static Optional<BigDecimal> value(Random random) {
        return random.nextInt(8) == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(random.nextInt(9) - 2, random.nextInt(2)));
    }

    private static Rule rule(Random random, int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(5)) {
            case 0 -> new Rule.All(rules(random, depth));
            case 1 -> new Rule.Any(rules(random, depth));
            case 2 -> new Rule.Not(rule(random, depth - 1));
            default -> new Rule.Comparison(fact(random), operator(random), amount(random, 2));
        };
    }

    private static List<Rule> rules(Random random, int depth) {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            rules.add(rule(random, depth - 1));
        }
        return rules;
    }

    private static Operator operator(Random random) {
        return Operator.values()[random.nextInt(Operator.values().length)];
    }

    private static Expression fact(Random random) {
        EventSelector events = EVENTS.get(random.nextInt(EVENTS.size()));
        return random.nextBoolean() ? new Expression.Count(events) : new Expression.Sum(events, "total");
    }

    private static Expression amount(Random random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 0, 1 -> new Expression.Number(BigDecimal.valueOf(random.nextInt(8) - 1));
            case 2 -> fact(random);
            default -> new Expression.Difference(amount(random, depth - 1), amount(random, depth - 1));
        };
    }
}
