package io.onefold.activation.runner;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.delivery.Share;
import io.onefold.activation.runner.DeliveryRunner.Look;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.feed.Wakeups.Topic;
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
 * The threads that deliver, each with its range of buckets. Woken by what is planned, by ticks and by the earliest delivery that waits;
 * each looks for itself at least once a second.
 */
@ApplicationScoped
class Runners {
    private static final Logger LOG = Logger.getLogger(Runners.class);
    /** When the next one is due and could not be taken, somebody else holds it: for a moment. */
    private static final Duration WHILE_HELD = Duration.ofMillis(10);
    /** Under load something is planned with every batch, mostly for others. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

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
        if (config.mostAtOnce() < 1) {
            throw new IllegalStateException(
                    "onefold.activation.most-at-once: at least 1, else no webhook goes; not " + config.mostAtOnce());
        }
        start("smtp", config.runners());
        start("webhook", config.webhookRunners());
    }

    private void start(String kind, int count) {
        Partitions ranges = new Partitions(count);
        for (int range : ranges.all()) {
            Share own = new Share(kind, ranges.firstBucket(range), ranges.lastBucket(range));
            Thread thread = new Thread(() -> run(own), "deliveries-" + kind + "-" + range);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** What is being sent is finished first. */
    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        wakeups.signal(Topic.WORK);
        for (Thread thread : threads) {
            thread.join(config.sendTimeout().toMillis());
        }
    }

    private void run(Share own) {
        try {
            while (!stopping) {
                work(own);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Share own) throws InterruptedException {
        long mark = wakeups.mark(Topic.WORK);
        try {
            Instant next = drain(own);
            if (runner.isSending(own.kind())) {
                // Others' shares too: whose they are may hang at a destination that does not answer.
                Instant theirs = drain(Share.all(own.kind()));
                next = theirs.isBefore(next) ? theirs : next;
            }
            Instant now = Instant.now();
            Duration wait = next.isBefore(now.plus(feeds.recheck())) ? Duration.between(now, next) : feeds.recheck();
            Duration atLeast = wait.compareTo(BETWEEN_LOOKS) < 0 ? WHILE_HELD : BETWEEN_LOOKS;
            wakeups.await(Topic.WORK, mark, atLeast, wait.compareTo(WHILE_HELD) < 0 ? WHILE_HELD : wait);
        } catch (RuntimeException | Error failure) {
            // An Error as well: the thread must not end with it.
            LOG.warnf(failure, "%s: trying again", own);
            TimeUnit.MILLISECONDS.sleep(feeds.recheck().toMillis());
        }
    }

    /** Works on what is due in a share, and says when the next one is. */
    private Instant drain(Share share) {
        while (!stopping) {
            Look look = runner.runOne(share);
            if (look instanceof Look.Closed) {
                // Whatever opens it is seen with the next tick.
                return Instant.MAX;
            }
            if (look instanceof Look.Idle idle) {
                return idle.next().orElse(Instant.MAX);
            }
        }
        return Instant.MAX;
    }
}
