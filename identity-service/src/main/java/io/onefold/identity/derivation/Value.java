package io.onefold.identity.derivation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A usable identifier of the component, the records that may hold it, and what the walk has decided about it. */
final class Value {

    /** Strongest namespace first, then by earliest evidence, then by id. */
    static final Comparator<Value> CANONICAL = Comparator.<Value>comparingInt(value -> value.rank)
            .thenComparing(value -> value.earliest)
            .thenComparing(value -> value.identifier.id(), UuidOrder.UNSIGNED);

    final IdentifierRef identifier;
    final int rank;
    final List<Member> holders = new ArrayList<>();

    /** Without a holder the value is never walked, so its place within the namespace does not matter. */
    private Instant earliest = Instant.MAX;

    Verdict verdict = Verdict.UNHELD;

    /** Profiles, as the stronger namespaces made them, that gave the value up because of the limit. */
    final Set<Integer> letGoBy = new HashSet<>();

    Value(IdentifierRef identifier, int rank) {
        this.identifier = identifier;
        this.rank = rank;
    }

    void addHolder(Member member, Span seen) {
        holders.add(member);
        if (seen.first().isBefore(earliest)) {
            earliest = seen.first();
        }
    }
}
