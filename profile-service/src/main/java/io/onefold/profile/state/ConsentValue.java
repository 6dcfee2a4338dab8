package io.onefold.profile.state;

import java.util.Comparator;

/** The statement about a consent that counts: the latest; of those of one instant the stricter. */
public record ConsentValue(Stamp stamp, String source, boolean granted) {
    private static final Comparator<ConsentValue> COUNTING = Comparator.comparing(
                    (ConsentValue value) -> value.stamp().time())
            .thenComparing(value -> !value.granted())
            .thenComparing(ConsentValue::stamp);

    static ConsentValue counting(ConsentValue a, ConsentValue b) {
        return COUNTING.compare(a, b) >= 0 ? a : b;
    }
}
