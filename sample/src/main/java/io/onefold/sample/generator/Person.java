package io.onefold.sample.generator;

import java.util.Optional;

/**
 * Somebody with all that may become known of them; what does is decided by their life.
 *
 * @param number unique among all people of the sample
 * @param key what {@link Witness} is told
 * @param email the first address, in lower case
 * @param phone in E.164, of the numbers 555-0100 to 555-0199 that belong to nobody
 */
record Person(
        int number,
        String key,
        Name first,
        Name last,
        String country,
        String userId,
        String email,
        Optional<String> phone) {
    private static final int FIRST_ID = 1000;

    Handle user() {
        return Handle.exact(Handle.USER, userId);
    }

    Handle crm() {
        return Handle.exact(Handle.CRM, "CRM" + digits());
    }

    /** The id of a second row that a clerk made for the same person. */
    Handle secondCrm() {
        return Handle.exact(Handle.CRM, "CRM" + digits() + "b");
    }

    Handle loyalty() {
        return Handle.exact(Handle.LOYALTY, "LOY" + digits());
    }

    Handle twitter() {
        return Handle.exact(Handle.TWITTER, "tw" + digits());
    }

    /** Another address of the same person. */
    String email(String addition) {
        int at = email.indexOf('@');
        return email.substring(0, at) + "." + addition + email.substring(at);
    }

    private String digits() {
        return Integer.toString(FIRST_ID + number);
    }
}
