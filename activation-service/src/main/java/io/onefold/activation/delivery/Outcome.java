package io.onefold.activation.delivery;

import java.time.Duration;
import java.util.Optional;

/** What came of an attempt. */
public sealed interface Outcome {
    /** In the place of what was said of a person who is erased by then. */
    String NOT_KEPT = "not kept: the person was erased";

    /** The same without what the other side said: it may repeat an address. */
    Outcome wordless();

    /** The other side took it. */
    record Sent() implements Outcome {
        @Override
        public Outcome wordless() {
            return this;
        }
    }

    /**
     * It may go next time.
     *
     * @param pause how long the other side asks to be left alone
     */
    record Failed(String why, Optional<Duration> pause) implements Outcome {
        public Failed(String why) {
            this(why, Optional.empty());
        }

        @Override
        public Outcome wordless() {
            return new Failed(NOT_KEPT, pause);
        }
    }

    /** Nobody answered: nothing else will go there at present either. */
    record Away(String why) implements Outcome {
        @Override
        public Outcome wordless() {
            return new Away(NOT_KEPT);
        }
    }

    /** Nothing was handed over, whoever is to blame but this delivery: no attempt is used up by it. Nothing else will go there at present either. */
    record Unreached(String why) implements Outcome {
        @Override
        public Outcome wordless() {
            return new Unreached(NOT_KEPT);
        }
    }

    /** It was cut off: perhaps the other side took it before that. Sent again under the same key, as after a crash. */
    record Unknown(String why) implements Outcome {
        @Override
        public Outcome wordless() {
            return new Unknown(NOT_KEPT);
        }
    }

    /** It will never go. */
    record Refused(String why) implements Outcome {
        @Override
        public Outcome wordless() {
            return new Refused(NOT_KEPT);
        }
    }

    /** It will never go, and nothing else to this address either. */
    record Bounced(String why) implements Outcome {
        @Override
        public Outcome wordless() {
            return new Bounced(NOT_KEPT);
        }
    }

    /** It will never go, and nothing else to this destination either until somebody mends it. */
    record Gone(String why) implements Outcome {
        @Override
        public Outcome wordless() {
            return new Gone(NOT_KEPT);
        }
    }
}
