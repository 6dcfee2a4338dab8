package io.onefold.activation.mail;

/** What came of an attempt. */
public sealed interface Outcome {
    /** The server took it. */
    record Sent() implements Outcome {}

    /** It may go next time: no server, a timeout, a 4xx answer, a refused log-in. */
    record Failed(String why) implements Outcome {}

    /** It will never go: a 5xx answer, a message that cannot be written. */
    record Refused(String why) implements Outcome {}
}
