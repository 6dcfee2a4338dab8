package io.onefold.profile.state;

import java.util.Comparator;

/** An identifier that came with events, by namespace and normalised value. */
public record IdentifierKey(String namespace, String value) implements Comparable<IdentifierKey> {
    private static final Comparator<IdentifierKey> ORDER =
            Comparator.comparing(IdentifierKey::namespace).thenComparing(IdentifierKey::value);

    @Override
    public int compareTo(IdentifierKey other) {
        return ORDER.compare(this, other);
    }
}
