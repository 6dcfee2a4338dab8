package io.onefold.identity.derivation;

import java.util.regex.Pattern;

/** The shape that normalised values must have, so that a placeholder such as {@code user_null} unites nobody. */
public enum Validator {
    ANY(".+"),
    UUID("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    E164("\\+[1-9][0-9]{6,14}"),
    EMAIL("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");

    private final Pattern shape;

    Validator(String shape) {
        this.shape = Pattern.compile(shape, Pattern.DOTALL);
    }

    boolean accepts(String value) {
        return shape.matcher(value).matches();
    }
}
