package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyCondition;
import io.onefold.segment.rule.PropertyCondition.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which events match by themselves, whatever the instant and the other events. */
final class Matching {
    private Matching() {}

    /**
     * For every selector all events are gone through, so what is compared is laid out beforehand: sets as bits, a single name by itself.
     */
    static List<EventFact> events(EventSelector selector, List<EventFact> events) {
        int types = bits(selector.types());
        int channels = bits(selector.channels());
        Set<String> names = selector.names();
        @Nullable String only = names.size() == 1 ? names.iterator().next() : null;
        List<PropertyCondition> where = selector.where();
        List<EventFact> matching = new ArrayList<>();
        for (EventFact event : events) {
            boolean named = only != null ? only.equals(event.name()) : names.isEmpty() || names.contains(event.name());
            if (named
                    && (types & 1 << event.type().ordinal()) != 0
                    && (channels & 1 << event.channel().ordinal()) != 0
                    && all(where, event)) {
                matching.add(event);
            }
        }
        return matching;
    }

    /** A bit for each constant; of none all bits, as then any is meant. */
    private static int bits(Set<? extends Enum<?>> constants) {
        int bits = 0;
        for (Enum<?> constant : constants) {
            bits |= 1 << constant.ordinal();
        }
        return constants.isEmpty() ? -1 : bits;
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
