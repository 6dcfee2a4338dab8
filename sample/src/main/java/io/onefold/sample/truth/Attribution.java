package io.onefold.sample.truth;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the campaign sources brought in: the total of each order goes to the touches (views that a campaign led to) of the 30 days up to it,
 * to the first, to the last, or to all in equal parts. A touch at the order's own instant counts.
 */
final class Attribution {
    private static final Duration WINDOW = Duration.ofDays(30);
    private static final int PENNIES = 2;

    private final SortedMap<String, BigDecimal> first = new TreeMap<>();
    private final SortedMap<String, BigDecimal> last = new TreeMap<>();
    private final SortedMap<String, BigDecimal> linear = new TreeMap<>();
    private int ordersWithTouch;

    Attribution(List<Profile> profiles) {
        for (Profile profile : profiles) {
            List<Profile.At<Fact.View>> touches = profile.all(Fact.View.class).stream()
                    .filter(at -> at.fact().campaign().isPresent())
                    .toList();
            profile.all(Fact.OrderCompleted.class).forEach(order -> attribute(order, touches));
        }
    }

    private void attribute(Profile.At<Fact.OrderCompleted> order, List<Profile.At<Fact.View>> all) {
        Instant end = order.row().time();
        List<String> sources = all.stream()
                .filter(at -> !at.row().time().isBefore(end.minus(WINDOW))
                        && !at.row().time().isAfter(end))
                .flatMap(at -> at.fact().campaign().stream())
                .toList();
        if (sources.isEmpty()) {
            return;
        }
        ordersWithTouch++;
        BigDecimal total = order.fact().total();
        BigDecimal share = total.divide(BigDecimal.valueOf(sources.size()), MathContext.DECIMAL128);
        first.merge(sources.get(0), total, BigDecimal::add);
        last.merge(sources.get(sources.size() - 1), total, BigDecimal::add);
        sources.forEach(source -> linear.merge(source, share, BigDecimal::add));
    }

    int ordersWithTouch() {
        return ordersWithTouch;
    }

    SortedMap<String, String> first() {
        return rounded(first);
    }

    SortedMap<String, String> last() {
        return rounded(last);
    }

    SortedMap<String, String> linear() {
        return rounded(linear);
    }

    private static SortedMap<String, String> rounded(SortedMap<String, BigDecimal> sums) {
        SortedMap<String, String> texts = new TreeMap<>();
        sums.forEach((source, sum) ->
                texts.put(source, sum.setScale(PENNIES, RoundingMode.HALF_EVEN).toPlainString()));
        return texts;
    }
}
