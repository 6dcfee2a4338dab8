package io.onefold.segment.evaluation;

import io.onefold.segment.rule.PropertyPath;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one property over the events of a selection. Totals are prepared when they are first needed. */
final class Column {
    private final @Nullable Scalar[] values;
    private BigDecimal @Nullable [] totals;
    private int @Nullable [] previous;

    Column(EventFact[] events, PropertyPath path) {
        this.values = new Scalar[events.length];
        for (int i = 0; i < events.length; i++) {
            values[i] = Scalar.there(events[i].values().get(path));
        }
    }

    @Nullable
    Scalar value(int index) {
        return values[index];
    }

    /** The sum over events of consecutive places; `to` is excluded. */
    BigDecimal sum(int from, int to) {
        BigDecimal[] prepared = totals == null ? totals = prepareTotals() : totals;
        return from == 0 ? prepared[to] : prepared[to].subtract(prepared[from]);
    }

    private BigDecimal[] prepareTotals() {
        BigDecimal[] prepared = new BigDecimal[values.length + 1];
        prepared[0] = BigDecimal.ZERO;
        for (int i = 0; i < values.length; i++) {
            @Nullable Rational number = Value.number(values[i]);
            prepared[i + 1] = number == null ? prepared[i] : prepared[i].add(number.numerator());
        }
        return prepared;
    }

    BigDecimal number(int index) {
        return sum(index, index + 1);
    }

    /** The place before this one at which the same value stands, however it is written; -1: none, -2: there is no value here. */
    int previous(int index) {
        int[] prepared = previous == null ? previous = preparePrevious() : previous;
        return prepared[index];
    }

    private int[] preparePrevious() {
        int[] prepared = new int[values.length];
        Arrays.fill(prepared, -2);
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            @Nullable Scalar value = values[i];
            if (value != null) {
                @Nullable Integer before = last.put(value.writing(), i);
                prepared[i] = before == null ? -1 : before;
            }
        }
        return prepared;
    }
}
