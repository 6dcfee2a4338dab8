package io.onefold.profile.state;

import java.util.Comparator;

/** What a consent is for, and by which means. */
public record ConsentKey(String purpose, String channel) implements Comparable<ConsentKey> {
    private static final Comparator<ConsentKey> ORDER =
            Comparator.comparing(ConsentKey::purpose).thenComparing(ConsentKey::channel);

    @Override
    public int compareTo(ConsentKey other) {
        return ORDER.compare(this, other);
    }
}
