package io.onefold.activation.runner;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.delivery.Share;
import io.onefold.activation.runner.DeliveryRunner.Look;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.feed.Wakeups;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The threads that deliver, each with its range of buckets. Woken by what is committed and by the earliest delivery that waits; each
 * looks for itself at least once a second.
 */
@ApplicationScoped
class Runners {
    private static final Logger LOG = Logger.getLogger(Runners.class);
    private static final int BUCKETS = 1024;
    /** When the next one is due and could not be taken, somebody else holds it: for a moment. */
    private static final Duration WHILE_HELD = Duration.ofMillis(10);

    private final DeliveryRunner runner;
    private final Wakeups wakeups;
    private final ActivationConfig config;
    private final FeedConfig feeds;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    Runners(DeliveryRunner runner, Wakeups wakeups, ActivationConfig config, FeedConfig feeds) {
        this.runner = runner;
        this.wakeups = wakeups;
        this.config = config;
        this.feeds = feeds;
    }

    void start(@Observes StartupEvent start) {
        if (config.lease().compareTo(config.sendTimeout()) <= 0) {
            throw new IllegalStateException(
                    "onefold.activation.lease: longer than send-timeout (" + config.sendTimeout()
                            + "), else a mail that is still being sent is sent again; not " + config.lease());
        }
        start("smtp", config.runners());
        start("webhook", config.webhookRunners());
    }

    private void start(String kind, int count) {
        Partitions ranges = new Partitions(count);
        for (int range : ranges.all()) {
            short first = ranges.firstBucket(range);
            short last = (short) (first + BUCKETS / ranges.count() - 1);
            Thread thread = new Thread(() -> run(new Share(kind, first, last)), "deliveries-" + kind + "-" + range);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** What is being sent is finished first. */
    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        wakeups.signal();
        for (Thread thread : threads) {
            thread.join(config.sendTimeout().toMillis());
        }
    }

    private void run(Share share) {
        try {
            while (!stopping) {
                work(share);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Share share) throws InterruptedException {
        long mark = wakeups.mark();
        try {
            Look look = Look.WORKED;
            while (!stopping && look == Look.WORKED) {
                look = runner.runOne(share);
            }
            if (look == Look.BEHIND) {
                // Whatever moves the clock of the contacts is committed, and wakes.
                wakeups.await(mark, feeds.recheck());
                return;
            }
            Duration untilNext = runner.next(share)
                    .map(next -> Duration.between(Instant.now(), next))
                    .filter(wait -> wait.compareTo(feeds.recheck()) < 0)
                    .orElse(feeds.recheck());
            wakeups.await(mark, untilNext.compareTo(WHILE_HELD) < 0 ? WHILE_HELD : untilNext);
        } catch (RuntimeException failure) {
            LOG.warnf(failure, "%s: trying again", share);
            TimeUnit.MILLISECONDS.sleep(feeds.recheck().toMillis());
        }
    }
}
