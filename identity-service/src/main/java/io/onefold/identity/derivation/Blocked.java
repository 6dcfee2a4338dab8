package io.onefold.identity.derivation;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Values that stand for nobody, such as {@code null} or {@code 000-000}.
 *
 * @param values normalised values, compared exactly
 * @param patterns regular expressions; a value in which one is found is blocked, so anchor what must match whole
 */
public record Blocked(Set<String> values, List<String> patterns) {

    public static final Blocked NOTHING = new Blocked(Set.of(), List.of());

    public Blocked {
        values = Set.copyOf(values);
        patterns = List.copyOf(patterns);
        patterns.forEach(Blocked::compile);
    }

    static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "blocked pattern '%s' is not a regular expression: %s".formatted(pattern, e.getDescription()), e);
        }
    }
}
