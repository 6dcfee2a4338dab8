package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.PropertyPath;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that a selector selects, as of any instant. They are in order of time, and so are the instants from which each counts: at an
 * instant the selected ones are those of consecutive places, of which {@link Followers} may leave out some.
 */
final class Selection {
    private final EventFact[] events;
    private final long[] times;
    /** From when on each counts: its time, or when what must follow it has come. */
    private final long[] starts;

    private final long window;
    private final @Nullable Anchor anchor;
    private final @Nullable Followers followers;
    private final Map<PropertyPath, Column> columns = new HashMap<>();

    private long asOf = Micros.MIN;
    private int from;
    private int to;

    Selection(EventSelector selector, Selections others) {
        List<EventFact> all = others.events();
        List<EventFact> matching = Matching.events(selector, all);
        // An event is in the window of the instant that is exactly so much later, and in none after it.
        this.window = selector.window().map(length -> Micros.of(length) + 1).orElse(Micros.NEVER);
        this.anchor = selector.relation()
                .map(relation -> new Anchor(relation, others))
                .orElse(null);
        boolean sequence = selector.followedBy().map(Sequence::isOne).orElse(false);
        this.followers = sequence
                ? null
                : selector.followedBy()
                        .map(following -> Followers.of(following, all))
                        .orElse(null);
        if (sequence) {
            Sequence rest = Sequence.of(selector.followedBy().orElseThrow(), all);
            matching.removeIf(event -> rest.end(Micros.of(event.time())) == Micros.NEVER);
            this.times = Matching.times(matching);
            this.starts = new long[times.length];
            for (int i = 0; i < times.length; i++) {
                starts[i] = rest.end(times[i]);
            }
        } else {
            this.times = Matching.times(matching);
            this.starts = times;
        }
        this.events = matching.toArray(EventFact[]::new);
    }

    /** When what is selected can change; an anchor's events tell their own. */
    void tellMoments(Moments moments) {
        moments.add(starts);
        moments.addEnds(times, window);
        if (followers != null) {
            followers.tellMoments(moments);
        }
    }

    private void moveTo(long at) {
        if (asOf == at) {
            return;
        }
        asOf = at;
        from = window == Micros.NEVER ? 0 : Micros.upTo(times, Micros.minus(at, window));
        to = Micros.upTo(starts, at);
        if (anchor != null) {
            anchor.moveTo(at);
            from = Math.max(from, anchor.from(times));
            to = Math.min(to, anchor.to(times));
        }
        to = Math.max(from, to);
    }

    private boolean selects(int index, long at) {
        return followers == null || followers.select(times[index], at);
    }

    /** The place of the earliest; -1: none. */
    int first(long at) {
        moveTo(at);
        for (int i = from; i < to; i++) {
            if (selects(i, at)) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the latest; -1: none. */
    int latest(long at) {
        moveTo(at);
        for (int i = to - 1; i >= from; i--) {
            if (selects(i, at)) {
                return i;
            }
        }
        return -1;
    }

    long time(int index) {
        return times[index];
    }

    int count(long at) {
        moveTo(at);
        if (followers == null) {
            return to - from;
        }
        int count = 0;
        for (int i = from; i < to; i++) {
            count += selects(i, at) ? 1 : 0;
        }
        return count;
    }

    Column column(PropertyPath path) {
        return columns.computeIfAbsent(path, p -> new Column(events, p));
    }

    BigDecimal sum(Column column, long at) {
        moveTo(at);
        if (followers == null) {
            return column.sum(from, to);
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = from; i < to; i++) {
            sum = selects(i, at) ? sum.add(column.number(i)) : sum;
        }
        return sum;
    }

    int distinct(Column column, long at) {
        moveTo(at);
        if (followers == null) {
            int distinct = 0;
            for (int i = from; i < to; i++) {
                int previous = column.previous(i);
                distinct += previous >= -1 && previous < from ? 1 : 0;
            }
            return distinct;
        }
        Set<String> values = new HashSet<>();
        for (int i = from; i < to; i++) {
            @Nullable Scalar value = column.value(i);
            if (value != null && selects(i, at)) {
                values.add(value.writing());
            }
        }
        return values.size();
    }
}
