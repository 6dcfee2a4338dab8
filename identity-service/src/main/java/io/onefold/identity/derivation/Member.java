package io.onefold.identity.derivation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of the component, with its number in the order of record ids. */
final class Member {

    static final Comparator<Member> FIRST_SEEN = Comparator.<Member, Instant>comparing(
                    member -> member.seen().first())
            .thenComparingInt(member -> member.number);
    static final Comparator<Member> LAST_SEEN = Comparator.<Member, Instant>comparing(
                    member -> member.seen().last(), Comparator.reverseOrder())
            .thenComparingInt(member -> member.number);
    static final Comparator<Member> FIRST_MINTED = Comparator.<Member>comparingLong(member -> member.record.mintOrder())
            .thenComparingInt(member -> member.number);

    final int number;
    final RecordEvidence record;
    final @Nullable Span span;

    /** Its usable identifiers, strongest first. */
    final List<Value> values = new ArrayList<>();

    Member(int number, RecordEvidence record) {
        this.number = number;
        this.record = record;
        this.span = Span.of(record.sightings());
    }

    /** When sources that create saw it; asked only of a record that may hold. */
    Span seen() {
        return Objects.requireNonNull(span, "a record that only follows holds nothing");
    }
}
