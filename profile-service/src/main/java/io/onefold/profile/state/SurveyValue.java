package io.onefold.profile.state;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The score of a survey's answer. */
public record SurveyValue(Stamp stamp, BigDecimal score) {
    static @Nullable SurveyValue later(@Nullable SurveyValue a, @Nullable SurveyValue b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.stamp.compareTo(b.stamp) >= 0 ? a : b;
    }
}
