package io.onefold.devstack;

import java.io.Serial;

/** The stack cannot start or go on, for a reason that the message tells the user in one line; the command line shows no trace of it. */
public final class StackException extends RuntimeException {

    /** Exit code when another stack already runs on the same folder. */
    public static final int ALREADY_RUNNING = 3;

    /** Exit code of everything else that keeps the stack from running. */
    public static final int CANNOT_RUN = 1;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private StackException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private StackException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static StackException alreadyRunning(String message) {
        return new StackException(ALREADY_RUNNING, message);
    }

    static StackException cannotRun(String message) {
        return new StackException(CANNOT_RUN, message);
    }

    static StackException cannotRun(String message, Throwable cause) {
        return new StackException(CANNOT_RUN, message, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
