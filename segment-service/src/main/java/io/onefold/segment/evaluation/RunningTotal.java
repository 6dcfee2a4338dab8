package io.onefold.segment.evaluation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Count and sum of one selector's events as they stand at any instant: an event at exactly the instant counts. */
final class RunningTotal {
    private record Total(long count, BigDecimal sum) {}

    private static final Total NOTHING = new Total(0, BigDecimal.ZERO);

    private final TreeMap<Instant, Total> from = new TreeMap<>();

    RunningTotal(List<Fact> facts) {
        List<Fact> inOrder = new ArrayList<>(facts);
        inOrder.sort(Comparator.comparing(Fact::eventTime));
        Total total = NOTHING;
        for (Fact fact : inOrder) {
            total = new Total(total.count + 1, total.sum.add(fact.value().orElse(BigDecimal.ZERO)));
            from.put(fact.eventTime(), total);
        }
    }

    Set<Instant> instants() {
        return from.keySet();
    }

    BigDecimal countAt(Instant instant) {
        return BigDecimal.valueOf(at(instant).count);
    }

    BigDecimal sumAt(Instant instant) {
        return at(instant).sum;
    }

    private Total at(Instant instant) {
        Map.Entry<Instant, Total> last = from.floorEntry(instant);
        return last == null ? NOTHING : last.getValue();
    }
}
