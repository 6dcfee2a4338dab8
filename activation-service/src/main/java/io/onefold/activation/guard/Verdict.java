package io.onefold.activation.guard;

import java.util.List;

/** What the guard says about a delivery that is due. */
public sealed interface Verdict {
    /**
     * Send it now.
     *
     * @param emails the addresses that may be used, the one seen last first; for a mail at least one
     * @param phones the numbers that may be used
     */
    record Send(List<String> emails, List<String> phones, String firstName) implements Verdict {
        /** Without anything of the person but the id. */
        static final Send NAMELESS = new Send(List.of(), List.of(), "");
    }

    /** Never send it. */
    record Suppress(Reason reason) implements Verdict {}

    /** Not known yet: look again later. */
    record Wait(String why) implements Verdict {}
}
