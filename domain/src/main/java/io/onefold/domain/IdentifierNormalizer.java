package io.onefold.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Brings an identifier into its one canonical writing. Fixed for ever, as records are named by what comes out: a better rule is a new
 * version whose old values identity maps to canonical ones, never a change here.
 */
public final class IdentifierNormalizer {
    public static final String EMAIL = "email";
    public static final String PHONE = "phone";

    private static final Pattern EMAIL_SHAPE = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

    private IdentifierNormalizer() {}

    /** The identifier in its canonical writing; {@code valid} is false when the namespace refuses the value. */
    public static Identifier normalize(String namespace, String raw) {
        String trimmed = raw.strip();
        return switch (namespace) {
            case EMAIL -> email(trimmed.toLowerCase(Locale.ROOT));
            case PHONE -> PhoneNormalizer.normalize(trimmed);
            default -> new Identifier(namespace, trimmed, !trimmed.isEmpty());
        };
    }

    private static Identifier email(String value) {
        return new Identifier(EMAIL, value, EMAIL_SHAPE.matcher(value).matches());
    }
}
