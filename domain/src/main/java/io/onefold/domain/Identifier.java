package io.onefold.domain;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A namespace and a normalised value.
 *
 * @param valid false when the value is not well formed for its namespace; such a value is kept but links nobody
 */
public record Identifier(String namespace, String value, boolean valid) implements Comparable<Identifier> {
    private static final Comparator<Identifier> ORDER =
            Comparator.comparing(Identifier::namespace).thenComparing(Identifier::value);

    public Identifier {
        requireNonNull(namespace, "namespace");
        requireNonNull(value, "value");
    }

    @Override
    public int compareTo(Identifier other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + ":" + value;
    }
}
