package io.onefold.profile.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Sorted maps as values: sorted so that equal states have equal bytes. */
final class Maps {
    private Maps() {}

    static <K extends Comparable<K>, V> SortedMap<K, V> empty() {
        return Collections.emptySortedMap();
    }

    static <K extends Comparable<K>, V> SortedMap<K, V> union(
            SortedMap<K, V> a, SortedMap<K, V> b, BinaryOperator<V> join) {
        if (a.isEmpty()) {
            return b;
        }
        if (b.isEmpty()) {
            return a;
        }
        TreeMap<K, V> merged = new TreeMap<>(a);
        b.forEach((key, value) -> merged.merge(key, value, join));
        return Collections.unmodifiableSortedMap(merged);
    }
}
