package io.onefold.launcher.running;

import java.io.Serial;

/** The suite cannot start or go on, for a reason that the message tells the user; the command line shows no trace of it. */
public final class SuiteException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public SuiteException(String message) {
        super(message);
    }

    public SuiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
