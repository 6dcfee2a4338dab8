package io.onefold.segment.profiles;

import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.rule.Needs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a profile for several rules: one reading for all of them, or one for each when together they select more events than the
 * profile-service gives. So whether a rule's own events are too many depends neither on the other rules nor on how the facts came here.
 */
public final class KnownProfile {
    private final Wanted wanted;
    private final @Nullable ProfileState together;
    private final Map<Needs, ProfileState> apart;

    private KnownProfile(Wanted wanted, @Nullable ProfileState together, Map<Needs, ProfileState> apart) {
        this.wanted = wanted;
        this.together = together;
        this.apart = apart;
    }

    /** @param state with no more events than are given */
    static KnownProfile together(Wanted wanted, ProfileState state) {
        return new KnownProfile(wanted, state, Map.of());
    }

    /** Packed, since each may be as large as one can be: only the one that is looked at takes its full memory. */
    static KnownProfile apart(Wanted wanted, Map<Needs, ProfileState> readings) {
        Map<Needs, ProfileState> packed = new HashMap<>();
        readings.forEach((needs, state) -> packed.put(needs, state.packed()));
        return new KnownProfile(wanted, null, Map.copyOf(packed));
    }

    /** Packed, whatever of it is looked at: the next profile's look lets go of this one's. */
    KnownProfile packed(LastLook look) {
        if (together != null) {
            return new KnownProfile(wanted, together.packed(look), Map.of());
        }
        Map<Needs, ProfileState> packed = new HashMap<>();
        apart.forEach((needs, state) -> packed.put(needs, state.packed(look)));
        return new KnownProfile(wanted, null, packed);
    }

    /** The profile for one of the rules. */
    public ProfileState of(Needs needs) {
        if (together != null) {
            return together;
        }
        ProfileState state = apart.get(needs);
        if (state == null) {
            throw new IllegalArgumentException("not among what was wanted: " + needs);
        }
        return state;
    }

    Wanted wanted() {
        return wanted;
    }

    public UUID profileId() {
        return readings().findFirst().orElseThrow().profileId();
    }

    /** The version that every reading has reached. */
    public long version() {
        return readings().mapToLong(ProfileState::version).min().orElse(0);
    }

    private Stream<ProfileState> readings() {
        return together != null ? Stream.of(together) : apart.values().stream();
    }

    /** The one reading, unless there is one for each rule. */
    Optional<ProfileState> together() {
        return Optional.ofNullable(together);
    }

    /** The reading for each rule, when there is not one for all. */
    Map<Needs, ProfileState> apart() {
        return apart;
    }

    /** The profile after some changes, in order of version; empty when they do not say all that happened since. */
    Optional<KnownProfile> after(List<ChangedProfile> changes) {
        if (together != null) {
            return carriedOn(together, wanted.all(), changes).map(this::asItFits);
        }
        Map<Needs, ProfileState> after = new HashMap<>();
        for (Map.Entry<Needs, ProfileState> reading : apart.entrySet()) {
            Optional<ProfileState> state = carriedOn(reading.getValue(), reading.getKey(), changes);
            if (state.isEmpty()) {
                return Optional.empty();
            }
            after.put(reading.getKey(), Limits.cut(state.get()).packed());
        }
        return Optional.of(apart(wanted, after));
    }

    private KnownProfile asItFits(ProfileState state) {
        if (!Limits.exceeded(state.facts().events())) {
            return together(wanted, state);
        }
        Map<Needs, ProfileState> readings = new HashMap<>();
        for (Needs needs : wanted.each()) {
            Facts some = state.facts().keeping(needs::selects);
            readings.put(needs, Limits.cut(state.with(some, state.version())).packed());
        }
        return apart(wanted, readings);
    }

    /** An event never makes too many events fewer: what is cut stays cut. */
    private Optional<ProfileState> carriedOn(ProfileState state, Needs needs, List<ChangedProfile> changes) {
        ProfileState after = state.unpacked();
        for (ChangedProfile change : changes) {
            if (change.version() <= after.version()) {
                continue;
            }
            if (change.previousVersion() != after.version()) {
                return Optional.empty();
            }
            boolean wanting = after.facts().complete();
            List<EventFact> added = wanting ? change.added().apply(wanted.codec()) : List.of();
            after = after.and(added.stream().filter(needs::selects).toList(), change.version());
        }
        return Optional.of(after);
    }
}
