package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Following;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyCondition;
import io.onefold.segment.rule.PropertyCondition.Operand;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Relation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random selectors with few names, values and lengths of time, so that they often select something and boundaries are met. */
final class RandomSelectors {
    private final Random random;

    RandomSelectors(Random random) {
        this.random = random;
    }

    PropertyPath path() {
        return RandomFacts.PATHS.get(random.nextInt(RandomFacts.PATHS.size()));
    }

    String text() {
        return RandomFacts.TEXTS.get(random.nextInt(RandomFacts.TEXTS.size()));
    }

    private Optional<Duration> span() {
        return random.nextBoolean()
                ? Optional.empty()
                : Optional.of(RandomFacts.SPANS.get(random.nextInt(RandomFacts.SPANS.size())));
    }

    EventSelector any() {
        EventSelector events = plain();
        events = span().map(events::within).orElse(events);
        if (random.nextInt(4) == 0) {
            EventSelector of = plain();
            events = events.related(new Relation(
                    Relation.Anchor.values()[random.nextInt(2)],
                    span().map(of::within).orElse(of),
                    Relation.Side.values()[random.nextInt(4)],
                    span()));
        }
        return random.nextInt(3) == 0 ? events.followedBy(following(3)) : events;
    }

    private Following following(int steps) {
        EventSelector events = plain();
        return new Following(
                steps > 0 && random.nextInt(2) == 0 ? events.followedBy(following(steps - 1)) : events,
                span(),
                random.nextInt(3) == 0);
    }

    private EventSelector plain() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> EventSelector.track("Order Completed");
            case 2, 3, 4 -> EventSelector.ANY.names("Order Completed", "home");
            case 5 -> EventSelector.ANY.types(EventType.PAGE, EventType.IDENTIFY);
            case 6 ->
                EventSelector.ANY.channels(Channel.WEB).where(conditions(1).toArray(PropertyCondition[]::new));
            default -> EventSelector.ANY.where(conditions(1).toArray(PropertyCondition[]::new));
        };
    }

    List<PropertyCondition> rowConditions() {
        return conditions(2).stream()
                .map(one -> new PropertyCondition(
                        PropertyPath.trait(random.nextBoolean() ? "country" : "plan"), one.operator(), one.operand()))
                .toList();
    }

    private List<PropertyCondition> conditions(int most) {
        List<PropertyCondition> conditions = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            conditions.add(condition());
        }
        return conditions;
    }

    private PropertyCondition condition() {
        Operator order = Operator.values()[random.nextInt(6)];
        Operator look = List.of(Operator.EQ, Operator.NE, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
                .get(random.nextInt(5));
        Operator equal = random.nextBoolean() ? Operator.EQ : Operator.NE;
        PropertyPath path = path();
        return switch (random.nextInt(5)) {
            case 0 -> PropertyCondition.there(path);
            case 1 -> PropertyCondition.of(path, order, new Operand.Number(BigDecimal.valueOf(random.nextInt(4))));
            case 2 -> PropertyCondition.of(path, look, new Operand.Text(text()));
            case 3 -> PropertyCondition.of(path, equal, new Operand.Flag(random.nextBoolean()));
            default -> PropertyCondition.of(path, equal, new Operand.Texts(Set.of("x", "2")));
        };
    }
}
