package io.onefold.segment.evaluation;

import org.jspecify.annotations.Nullable;

/** An expression over one profile. */
@FunctionalInterface
interface Term {
    /** The value as of an instant; null: none. */
    @Nullable
    Value at(long at);
}
