package io.onefold.activation.rebuild;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Ends a stream whose next answer does not come: it may take as long as it likes, but not without saying anything. */
final class IdleLimit implements AutoCloseable {
    private final Context.CancellableContext call;
    private final Duration limit;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "idle-limit");
        thread.setDaemon(true);
        return thread;
    });

    IdleLimit(Context.CancellableContext call, Duration limit) {
        this.call = call;
        this.limit = limit;
    }

    /** Waits for an answer; the call fails when that takes too long. */
    boolean waitFor(BooleanSupplier answer) {
        Future<?> end = timer.schedule(
                () -> call.cancel(new TimeoutException("no answer within " + limit)),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return answer.getAsBoolean();
        } finally {
            end.cancel(false);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
