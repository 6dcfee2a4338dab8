package io.onefold.segment.profiles;

import io.onefold.segment.rule.Needs;
import java.util.Collection;
import java.util.Set;

/** What several rules read of profiles. Making one costs more than reading an event, so it is made once for many. */
public final class Wanted {
    private final Set<Needs> each;
    private final Needs all;
    private final FactCodec codec;

    public Wanted(Collection<Needs> each) {
        this.each = Set.copyOf(each);
        this.all = each.stream().reduce(Needs.NONE, Needs::and);
        this.codec = new FactCodec(all.paths());
    }

    /** What one rule reads. */
    public static Wanted of(Needs needs) {
        return new Wanted(Set.of(needs));
    }

    /** What each of the rules reads. */
    Set<Needs> each() {
        return each;
    }

    /** What any of them reads. */
    public Needs all() {
        return all;
    }

    public FactCodec codec() {
        return codec;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Wanted wanted && each.equals(wanted.each));
    }

    @Override
    public int hashCode() {
        return each.hashCode();
    }
}
