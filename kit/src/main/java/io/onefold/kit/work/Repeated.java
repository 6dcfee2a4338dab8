package io.onefold.kit.work;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does something again and again on a thread of its own. Nothing that the work throws ends it, an Error neither: a look at the store that
 * ended in silence would be missed only when it matters.
 */
public final class Repeated implements AutoCloseable {
    private final ScheduledExecutorService thread;

    /** @param name of the thread, for whoever reads a dump */
    public Repeated(String name) {
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Begins.
     *
     * @param pause before the first time and after each
     * @param failed told of everything that the work throws, but for what it throws because of the end
     */
    public void every(Duration pause, Runnable work, Consumer<Throwable> failed) {
        next(pause, pause, work, failed);
    }

    /** The same, but for the first time at once. */
    public void nowAndEvery(Duration pause, Runnable work, Consumer<Throwable> failed) {
        next(Duration.ZERO, pause, work, failed);
    }

    /** Does something once, as soon as the thread is free; after the end nothing. */
    public void once(Runnable work, Consumer<Throwable> failed) {
        try {
            thread.execute(() -> attempt(work, failed));
        } catch (RejectedExecutionException ended) {
            if (!isEnding()) {
                throw ended;
            }
        }
    }

    private void next(Duration in, Duration pause, Runnable work, Consumer<Throwable> failed) {
        var unused = thread.schedule(() -> attempt(pause, work, failed), in.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(Duration pause, Runnable work, Consumer<Throwable> failed) {
        try {
            attempt(work, failed);
        } finally {
            // Also when the telling fails, as it may where memory is short.
            if (!isEnding()) {
                every(pause, work, failed);
            }
        }
    }

    private void attempt(Runnable work, Consumer<Throwable> failed) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            if (!isEnding()) {
                failed.accept(failure);
            }
        }
    }

    /** Whether a failure may only be the interruption by {@link #close}. */
    public boolean isEnding() {
        return thread.isShutdown();
    }

    /** Interrupts what is being done, and begins nothing more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
