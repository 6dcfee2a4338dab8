package io.onefold.activation.delivery;

import java.time.Duration;
import java.util.Optional;

/** What came of an attempt. */
public sealed interface Outcome {
    /** The other side took it. */
    record Sent() implements Outcome {}

    /**
     * It may go next time.
     *
     * @param pause how long the other side asks to be left alone
     */
    record Failed(String why, Optional<Duration> pause) implements Outcome {
        public Failed(String why) {
            this(why, Optional.empty());
        }
    }

    /** Nobody answered: nothing else will go there at present either. */
    record Away(String why) implements Outcome {}

    /** It will never go. */
    record Refused(String why) implements Outcome {}

    /** It will never go, and nothing else to this address either. */
    record Bounced(String why) implements Outcome {}

    /** It will never go, and nothing else to this destination either until somebody mends it. */
    record Gone(String why) implements Outcome {}
}
