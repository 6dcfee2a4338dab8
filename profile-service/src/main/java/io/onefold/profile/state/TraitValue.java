package io.onefold.profile.state;

import org.jspecify.annotations.Nullable;

/**
 * The latest statement of a trait.
 *
 * @param json the value as JSON; null: removed, and kept as such, since an older statement may still arrive
 */
public record TraitValue(
        Stamp stamp, String source, @Nullable String json) {
    static TraitValue later(TraitValue a, TraitValue b) {
        return a.stamp.compareTo(b.stamp) >= 0 ? a : b;
    }
}
