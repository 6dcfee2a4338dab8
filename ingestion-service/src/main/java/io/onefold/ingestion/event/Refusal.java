package io.onefold.ingestion.event;

import java.io.Serial;

/**
 * Ends the reading of an event from anywhere inside; never leaves the package, whose answer is an {@link Outcome}. Without a stack trace,
 * which would cost more than the reading.
 */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Refusal(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
