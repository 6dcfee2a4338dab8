package io.onefold.profile.view;

import io.grpc.Context;
import io.grpc.Contexts;

/** Whether somebody still waits for the answer of the call that is being served on this thread. */
final class StillAsked {
    private StillAsked() {}

    /** Ends the work for a caller who has gone, or whose deadline has passed. */
    static void require() {
        Context call = Context.current();
        if (call.isCancelled()) {
            throw Contexts.statusFromCancelled(call).asRuntimeException();
        }
    }
}
