package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Following;
import io.onefold.segment.rule.PropertyCondition;
import io.onefold.segment.rule.PropertyCondition.Operand;
import io.onefold.segment.rule.Relation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which of the events up to an instant are selected: each is looked at with all the others. */
final class ReferenceSelectors {
    private final List<EventFact> past;
    private final Instant at;

    /** @param past in order of time and id */
    ReferenceSelectors(List<EventFact> past, Instant at) {
        this.past = past;
        this.at = at;
    }

    List<EventFact> select(EventSelector selector) {
        return past.stream().filter(event -> selects(selector, event)).toList();
    }

    private boolean selects(EventSelector selector, EventFact event) {
        boolean recent = selector.window()
                .map(window -> !at.isAfter(event.time().plus(window)))
                .orElse(true);
        return recent
                && matches(selector, event)
                && selector.relation().map(relation -> stands(relation, event)).orElse(true)
                && selector.followedBy().map(next -> isFollowed(next, event)).orElse(true);
    }

    private static boolean matches(EventSelector selector, EventFact event) {
        return (selector.types().isEmpty() || selector.types().contains(event.type()))
                && (selector.names().isEmpty() || selector.names().contains(event.name()))
                && (selector.channels().isEmpty() || selector.channels().contains(event.channel()))
                && selector.where().stream().allMatch(condition -> holds(condition, event));
    }

    private boolean stands(Relation relation, EventFact event) {
        List<EventFact> candidates = select(relation.of());
        if (candidates.isEmpty()) {
            return false;
        }
        boolean first = relation.anchor() == Relation.Anchor.FIRST;
        Instant anchor = candidates.get(first ? 0 : candidates.size() - 1).time();
        boolean side = switch (relation.side()) {
            case BEFORE -> event.time().isBefore(anchor);
            case AT_OR_BEFORE -> !event.time().isAfter(anchor);
            case AFTER -> event.time().isAfter(anchor);
            case AT_OR_AFTER -> !event.time().isBefore(anchor);
        };
        Duration distance = Duration.between(anchor, event.time()).abs();
        return side
                && relation.within()
                        .map(within -> distance.compareTo(within) <= 0)
                        .orElse(true);
    }

    private boolean isFollowed(Following following, EventFact event) {
        boolean found = past.stream()
                .filter(later -> later.time().isAfter(event.time()))
                .filter(later -> following
                        .within()
                        .map(within -> !later.time().isAfter(event.time().plus(within)))
                        .orElse(true))
                .filter(later -> matches(following.events(), later))
                .anyMatch(later -> following
                        .events()
                        .followedBy()
                        .map(next -> isFollowed(next, later))
                        .orElse(true));
        return found != following.negated();
    }

    static boolean holds(PropertyCondition condition, EventFact event) {
        Scalar value = ReferenceExpressions.stated(event, condition.path());
        if (value == null) {
            return false;
        }
        if (condition.operator().isEmpty()) {
            return true;
        }
        Operand operand = condition.operand().orElseThrow();
        String text = ReferenceExpressions.text(value);
        boolean equal;
        if (operand instanceof Operand.Number number) {
            BigDecimal read = ReferenceExpressions.decimal(value);
            if (read == null) {
                return false;
            }
            int order = read.compareTo(number.value());
            return switch (condition.operator().get()) {
                case LT -> order < 0;
                case LE -> order <= 0;
                case EQ -> order == 0;
                case NE -> order != 0;
                case GE -> order >= 0;
                case GT -> order > 0;
                default -> throw new AssertionError(condition);
            };
        } else if (operand instanceof Operand.Text wanted) {
            return ReferenceExpressions.compareTexts(text, condition.operator().get(), wanted.value());
        } else if (operand instanceof Operand.Flag flag) {
            if (!(value instanceof Scalar.Flag)) {
                return false;
            }
            equal = ((Scalar.Flag) value).value() == flag.value();
        } else {
            equal = ((Operand.Texts) operand).values().contains(text);
        }
        return switch (condition.operator().get()) {
            case EQ -> equal;
            case NE -> !equal;
            default -> throw new AssertionError(condition);
        };
    }
}
