package io.onefold.identity.resolve;

/** Somebody else changed, between the survey and the locks, what the survey found: nothing was written, and it begins anew. */
final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken(String what) {
        super(what);
    }
}
