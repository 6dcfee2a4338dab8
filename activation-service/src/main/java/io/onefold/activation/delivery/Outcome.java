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

    /** Nothing was handed over, whoever is to blame but this delivery: no attempt is used up by it. Nothing else will go there at present either. */
    record Unreached(String why) implements Outcome {}

    /** It was cut off: perhaps the other side took it before that. Sent again under the same key, as after a crash. */
    record Unknown(String why) implements Outcome {}

    /** It will never go. */
    record Refused(String why) implements Outcome {}

    /** It will never go, and nothing else to this address either. */
    record Bounced(String why) implements Outcome {}

    /** It will never go, and nothing else to this destination either until somebody mends it. */
    record Gone(String why) implements Outcome {}
}
