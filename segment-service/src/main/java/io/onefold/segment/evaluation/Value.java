package io.onefold.segment.evaluation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an expression gave. Each can be asked for the kind that is needed; null: it cannot be read so. */
public sealed interface Value permits Rational, Scalar, Value.Moment {
    /** An instant. */
    record Moment(Instant instant) implements Value {
        @Override
        public String toString() {
            return instant.toString();
        }
    }

    static @Nullable Rational number(@Nullable Value value) {
        return value == null || value instanceof Moment
                ? null
                : value instanceof Rational exact ? exact : ((Scalar) value).number();
    }

    static @Nullable String text(@Nullable Value value) {
        return value instanceof Scalar scalar ? scalar.writing() : null;
    }
}
