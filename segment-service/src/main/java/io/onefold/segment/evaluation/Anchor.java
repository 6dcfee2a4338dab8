package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Relation;

/** The event that others stand to, as of an instant, and which places among them its side leaves. */
final class Anchor {
    private final Selection candidates;
    private final Relation relation;
    private final long within;

    private boolean there;
    private long time;

    Anchor(Relation relation, Selections selections) {
        this.candidates = selections.of(relation.of());
        this.relation = relation;
        this.within = relation.within().map(Micros::of).orElse(Micros.NEVER);
    }

    void moveTo(long at) {
        int place = relation.anchor() == Relation.Anchor.FIRST ? candidates.first(at) : candidates.latest(at);
        there = place >= 0;
        time = there ? candidates.time(place) : 0;
    }

    int from(long[] times) {
        return switch (relation.side()) {
            case BEFORE, AT_OR_BEFORE -> Micros.before(times, Micros.minus(time, within));
            case AFTER -> Micros.upTo(times, time);
            case AT_OR_AFTER -> Micros.before(times, time);
        };
    }

    /** The first place that it leaves out again; without an anchor no place is left. */
    int to(long[] times) {
        if (!there) {
            return 0;
        }
        return switch (relation.side()) {
            case BEFORE -> Micros.before(times, time);
            case AT_OR_BEFORE -> Micros.upTo(times, time);
            case AFTER, AT_OR_AFTER -> Micros.upTo(times, Micros.plus(time, within));
        };
    }
}
