package io.onefold.sample.truth;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value that counts, in its one writing.
 *
 * @param value what all its writings come to
 */
record Identifier(Namespace namespace, String value) implements Comparable<Identifier> {
    private static final Comparator<Identifier> ORDER = Comparator.comparing(
                    (Identifier identifier) -> identifier.namespace.word())
            .thenComparing(Identifier::value);

    private static final Set<String> BLOCKED = Set.of("noemail@example.com", "test@example.com", "+10000000000");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern ZEROS = Pattern.compile("\\+[0-9]{1,3}0{6,}");
    private static final Pattern NATIONAL = Pattern.compile("[0-9]{10}");

    /** Empty for what stands for nobody: nothing, junk and what has not the shape of its namespace. */
    static Optional<Identifier> read(Namespace namespace, String written) {
        String value = switch (namespace) {
            case EMAIL -> shaped(written.strip().toLowerCase(Locale.ROOT), EMAIL);
            case PHONE -> shaped(phone(written), PHONE);
            case USER_ID, CRM_ID, LOYALTY_ID, TWITTER_ID, ANONYMOUS_ID -> written.strip();
        };
        boolean zeros = namespace == Namespace.PHONE && ZEROS.matcher(value).matches();
        return value.isEmpty() || zeros || BLOCKED.contains(value)
                ? Optional.empty()
                : Optional.of(new Identifier(namespace, value));
    }

    private static String shaped(String value, Pattern shape) {
        return shape.matcher(value).matches() ? value : "";
    }

    private static String phone(String written) {
        String dialled = written.replaceAll("[^0-9+]", "");
        if (dialled.startsWith("00")) {
            return "+" + dialled.substring(2);
        }
        return NATIONAL.matcher(dialled).matches() ? "+1" + dialled : dialled;
    }

    @Override
    public int compareTo(Identifier other) {
        return ORDER.compare(this, other);
    }

    /** As {@code namespace:value}. */
    @Override
    public String toString() {
        return namespace.word() + ":" + value;
    }
}
