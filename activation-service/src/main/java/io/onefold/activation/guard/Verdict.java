package io.onefold.activation.guard;

/** What the guard says about a delivery that is due. */
public sealed interface Verdict {
    /** Send it now. */
    record Send(String address, String firstName) implements Verdict {}

    /** Never send it. */
    record Suppress(Reason reason) implements Verdict {}

    /** Not known yet: look again later. */
    record Wait(String why) implements Verdict {}
}
