package io.onefold.segment.evaluation;

import io.onefold.domain.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A value that an event states. */
public sealed interface Scalar extends Value {
    /** The text itself, or how the number or flag is written. */
    String writing();

    /** The number that it is or that its text writes; null when there is none. */
    @Nullable
    Rational number();

    /** A text. */
    record Text(String value) implements Scalar {
        @Override
        public String writing() {
            return value;
        }

        @Override
        public @Nullable Rational number() {
            return beginsLikeANumber() ? Decimals.parse(value).map(Rational::of).orElse(null) : null;
        }

        /** Most texts are none, and to find out by a failure is slow. */
        private boolean beginsLikeANumber() {
            if (value.isEmpty()) {
                return false;
            }
            char first = value.charAt(0);
            return first >= '+' && first <= '9' || Character.isDigit(first);
        }
    }

    /**
     * A number.
     *
     * @param writing as the event writes it
     */
    record Number(BigDecimal value, String writing) implements Scalar {
        @Override
        public Rational number() {
            return Rational.of(value);
        }
    }

    /** True or false. */
    record Flag(boolean value) implements Scalar {
        @Override
        public String writing() {
            return Boolean.toString(value);
        }

        @Override
        public @Nullable Rational number() {
            return null;
        }
    }

    /** The member is there but is no value: null, an object or an array. A trait that is stated so is no more. */
    enum Nothing implements Scalar {
        NOTHING;

        @Override
        public String writing() {
            return "null";
        }

        @Override
        public @Nullable Rational number() {
            return null;
        }
    }

    /** Null when nothing is stated or what is stated is no value. */
    static @Nullable Scalar there(@Nullable Scalar stated) {
        return stated == Nothing.NOTHING ? null : stated;
    }
}
