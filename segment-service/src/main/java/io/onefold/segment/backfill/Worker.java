package io.onefold.segment.backfill;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does one thing after the other in the background. What comes while it stops is not done: the next start takes it up. */
final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);

    private final ScheduledThreadPoolExecutor thread;

    Worker(String name) {
        this.thread = new ScheduledThreadPoolExecutor(
                1,
                work -> {
                    Thread made = new Thread(work, name);
                    made.setDaemon(true);
                    return made;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    void now(Runnable work) {
        thread.execute(work);
    }

    void later(long millis, Runnable work) {
        var unused = thread.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    /** Says what failed, unless it did because of the stop. */
    void report(Throwable failure, String what, Object of) {
        if (!thread.isShutdown()) {
            LOG.warnf(failure, what, of);
        }
    }

    void stop() {
        thread.shutdownNow();
    }
}
