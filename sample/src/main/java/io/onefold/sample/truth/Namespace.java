package io.onefold.sample.truth;

import java.util.Locale;

/** What identifies people, strongest first. */
enum Namespace {
    /** The only exclusive one: nothing weaker may unite two profiles that hold one each. */
    USER_ID,
    CRM_ID,
    LOYALTY_ID,
    TWITTER_ID,
    EMAIL,
    PHONE,
    ANONYMOUS_ID;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As the files call it. */
    String word() {
        return word;
    }

    static Namespace of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
