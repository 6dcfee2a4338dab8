package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyCondition;
import io.onefold.segment.rule.PropertyCondition.Operand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events match by themselves, whatever the instant and the other events. */
final class Matching {
    private Matching() {}

    static List<EventFact> events(EventSelector selector, List<EventFact> events) {
        List<EventFact> matching = new ArrayList<>();
        for (EventFact event : events) {
            if (matches(selector, event)) {
                matching.add(event);
            }
        }
        return matching;
    }

    private static boolean matches(EventSelector selector, EventFact event) {
        return (selector.names().isEmpty() || selector.names().contains(event.name()))
                && (selector.types().isEmpty() || selector.types().contains(event.type()))
                && (selector.channels().isEmpty() || selector.channels().contains(event.channel()))
                && all(selector.where(), event);
    }

    static boolean all(List<PropertyCondition> where, EventFact event) {
        for (PropertyCondition condition : where) {
            @Nullable Scalar value = Scalar.there(event.values().get(condition.path()));
            if (value == null || !holds(condition, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(PropertyCondition condition, Scalar value) {
        if (condition.operator().isEmpty()) {
            return true;
        }
        Operator operator = condition.operator().get();
        Operand operand = condition.operand().orElseThrow();
        if (operand instanceof Operand.Number number) {
            @Nullable Rational read = value.number();
            return read != null && operator.holds(read.compareTo(Rational.of(number.value())));
        }
        if (operand instanceof Operand.Text text) {
            return operator.holds(value.writing(), text.value());
        }
        if (operand instanceof Operand.Flag flag) {
            return value instanceof Scalar.Flag stated && (stated.value() == flag.value()) == (operator == Operator.EQ);
        }
        return ((Operand.Texts) operand).values().contains(value.writing()) == (operator == Operator.EQ);
    }

    static long[] times(List<EventFact> events) {
        long[] times = new long[events.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = Micros.of(events.get(i).time());
        }
        return times;
    }
}
