package io.onefold.sample.generator;

import java.util.List;
import java.util.Locale;

/**
 * Something that a person is known by, as it is written on one occasion.
 *
 * @param value what all its writings mean; empty for junk, which means nobody
 */
record Handle(String namespace, String value, String written) {
    static final String USER = "user_id";
    static final String COOKIE = "anonymous_id";
    static final String EMAIL = "email";
    static final String PHONE = "phone";
    static final String CRM = "crm_id";
    static final String LOYALTY = "loyalty_id";
    static final String TWITTER = "twitter_id";

    /** Addresses that people type or clerks enter when there is none. */
    static final List<Handle> JUNK_EMAILS = List.of(
            junk(EMAIL, "noemail@example.com"), junk(EMAIL, "NoEmail@Example.com"), junk(EMAIL, "test@example.com"));

    static final List<Handle> JUNK_PHONES = List.of(
            junk(PHONE, "0000000000"),
            junk(PHONE, "000-000-0000"),
            junk(PHONE, "+1 000 000 0000"),
            junk(PHONE, "N/A"),
            junk(PHONE, "n/a"));

    static Handle exact(String namespace, String value) {
        return new Handle(namespace, value, value);
    }

    static Handle junk(String namespace, String written) {
        return new Handle(namespace, "", written);
    }

    /** An address as people type it: mostly as it is, sometimes with capitals or blanks. */
    static Handle email(Dice dice, String address) {
        String written = switch (dice.weighted(14, 2, 2, 2)) {
            case 1 -> address.toUpperCase(Locale.ROOT);
            case 2 -> capitals(address);
            case 3 -> " " + address + " ";
            default -> address;
        };
        return new Handle(EMAIL, address, written);
    }

    private static String capitals(String address) {
        StringBuilder written = new StringBuilder(address.length());
        boolean first = true;
        for (char c : address.toCharArray()) {
            written.append(first ? Character.toUpperCase(c) : c);
            first = !Character.isLetterOrDigit(c);
        }
        return written.toString();
    }

    /** @param number {@code +1} and ten digits */
    static Handle phone(Dice dice, String number) {
        String area = number.substring(2, 5);
        String exchange = number.substring(5, 8);
        String line = number.substring(8);
        String written = switch (dice.below(7)) {
            case 0 -> number;
            case 1 -> "+1 %s %s %s".formatted(area, exchange, line);
            case 2 -> "(%s) %s-%s".formatted(area, exchange, line);
            case 3 -> area + exchange + line;
            case 4 -> "001" + area + exchange + line;
            case 5 -> "%s.%s.%s".formatted(area, exchange, line);
            default -> "%s %s %s".formatted(area, exchange, line);
        };
        return new Handle(PHONE, number, written);
    }

    boolean isJunk() {
        return value.isEmpty();
    }

    /** As {@code namespace:value}. */
    @Override
    public String toString() {
        return namespace + ":" + value;
    }
}
