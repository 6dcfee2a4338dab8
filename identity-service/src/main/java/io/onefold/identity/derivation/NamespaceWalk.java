package io.onefold.identity.derivation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Unites what the values of one namespace unite, starting from the profiles that the stronger ones made. */
final class NamespaceWalk {

    private final Namespace namespace;
    private final Stronger stronger;
    private final ProfilesSoFar before;
    private final List<Value> values;
    private ProfilesSoFar after;

    /** The namespaces already walked: those whose values are labels, and those whose values make a profile known. */
    record Stronger(long labels, long known) {}

    /** @param values in canonical order */
    NamespaceWalk(Namespace namespace, Stronger stronger, ProfilesSoFar before, List<Value> values) {
        this.namespace = namespace;
        this.stronger = stronger;
        this.before = before;
        this.values = values;
        this.after = before;
    }

    /**
     * Walks until no profile is over the limit. Each time round at least one profile of {@link #before} lets a value
     * go, and none takes it back, so this ends.
     */
    ProfilesSoFar walk(long bit) {
        do {
            after = before.copy();
            values.forEach(value -> value.verdict = decide(value));
        } while (letGoBeyondLimit());
        for (Value value : values) {
            if (value.verdict instanceof Verdict.Held held) {
                after.addHeld(held.by(), bit);
            }
        }
        return after;
    }

    private Verdict decide(Value value) {
        List<Integer> taken = new ArrayList<>();
        List<Integer> barred = new ArrayList<>();
        List<Integer> claimants = claimants(value);
        long held = 0;
        for (int profile : claimants) {
            long holds = after.holds(profile);
            if (conflict(held, holds)) {
                barred.add(profile);
            } else {
                taken.add(profile);
                held |= holds;
            }
        }
        if (taken.isEmpty()) {
            return Verdict.UNHELD;
        }
        if (!barred.isEmpty() && namespace.contested() == ContestPolicy.AMBIGUOUS) {
            return new Verdict.Contested(claimants);
        }
        taken.forEach(profile -> after.unite(taken.get(0), profile));
        return new Verdict.Held(taken.get(0), barred);
    }

    private boolean conflict(long some, long other) {
        boolean labelled = (some & other & stronger.labels) != 0;
        boolean bothKnown = (some & stronger.known) != 0 && (other & stronger.known) != 0;
        return labelled || (bothKnown && !namespace.unitesKnown());
    }

    /** The profiles so far that contain the value, in the order in which the policy serves them. */
    private List<Integer> claimants(Value value) {
        Stream<Member> holding = holding(value);
        Stream<Member> served = switch (namespace.contested()) {
            case AMBIGUOUS -> holding;
            case NEWEST -> holding.sorted(Member.LAST_SEEN);
            case OLDEST -> holding.sorted(Member.FIRST_SEEN);
            case INTERVALS -> throw new IllegalStateException("a namespace refuses INTERVALS");
        };
        return served.map(member -> after.of(member.number)).distinct().toList();
    }

    private Stream<Member> holding(Value value) {
        if (value.letGoBy.isEmpty()) {
            return value.holders.stream();
        }
        return value.holders.stream().filter(member -> !value.letGoBy.contains(before.of(member.number)));
    }

    private Stream<Member> holdingInside(Value value, int profile) {
        return holding(value).filter(member -> after.of(member.number) == profile);
    }

    private boolean letGoBeyondLimit() {
        if (namespace.mostHeld().isEmpty()) {
            return false;
        }
        int limit = namespace.mostHeld().getAsInt();
        TreeMap<Integer, List<Value>> heldByProfile = new TreeMap<>();
        for (Value value : values) {
            if (value.verdict instanceof Verdict.Held held) {
                heldByProfile
                        .computeIfAbsent(after.of(held.by()), profile -> new ArrayList<>())
                        .add(value);
            }
        }
        heldByProfile.values().removeIf(held -> held.size() <= limit);
        heldByProfile.forEach((profile, held) -> letGo(profile, held, limit));
        return !heldByProfile.isEmpty();
    }

    /** What a kept value leads to, directly or through stronger namespaces, stops holding the others. */
    private void letGo(int profile, List<Value> held, int limit) {
        List<Value> ranked = held.stream().sorted(keepFirst(profile)).toList();
        Set<Integer> keepers = ranked.subList(0, limit).stream()
                .flatMap(kept -> holdingInside(kept, profile))
                .map(member -> before.of(member.number))
                .collect(Collectors.toCollection(HashSet::new));
        for (Value other : ranked.subList(limit, ranked.size())) {
            List<Integer> letting = holdingInside(other, profile)
                    .map(member -> before.of(member.number))
                    .filter(keepers::contains)
                    .toList();
            other.letGoBy.addAll(letting);
        }
    }

    private Comparator<Value> keepFirst(int profile) {
        Comparator<Member> order = switch (namespace.keep()) {
            case NEWEST -> Comparator.comparing(member -> member.seen().last(), Comparator.reverseOrder());
            case OLDEST -> Comparator.comparing(member -> member.seen().first());
        };
        return Comparator.<Value, Member>comparing(
                        value -> holdingInside(value, profile).min(order).orElseThrow(), order)
                .thenComparing(value -> value.identifier.id(), UuidOrder.UNSIGNED);
    }
}
