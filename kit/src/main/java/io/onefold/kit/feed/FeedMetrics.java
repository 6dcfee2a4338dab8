package io.onefold.kit.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** Shows how this replica stands to the feeds that it reads: docs/operations.md says what each number means. */
@ApplicationScoped
public class FeedMetrics {
    private final MeterRegistry registry;
    private final int partitions;
    private final Map<String, Watched> feeds = new ConcurrentSkipListMap<>();

    public FeedMetrics(MeterRegistry registry, FeedConfig config) {
        this.registry = registry;
        this.partitions = config.partitions();
    }

    /** One feed: what is known of it now, and what has been counted. */
    record Watched(FeedStanding standing, Counter items, Counter failures, Counter lost) {
        void contains(int lane, List<? extends FeedBatch<?>> batches) {
            standing.contains(lane, batches);
            items.increment(
                    batches.stream().mapToLong(batch -> batch.changes().count()).sum());
        }

        void failed(int lane) {
            standing.failed(lane);
            failures.increment();
        }

        void beginsAnew(int lane) {
            standing.beginsAnew(lane);
            lost.increment();
        }
    }

    Watched of(String feed) {
        return feeds.computeIfAbsent(feed, this::shown);
    }

    /** The feeds that this service reads, or is about to, by name. */
    public Map<String, State> states() {
        Map<String, State> states = new ConcurrentSkipListMap<>();
        feeds.forEach((feed, watched) -> {
            FeedStanding standing = watched.standing;
            if (!standing.isStopped()) {
                states.put(
                        feed,
                        new State(
                                standing.isDead(),
                                standing.isReached(),
                                standing.isElsewhere(),
                                standing.cursorsLost() > 0));
            }
        });
        return states;
    }

    /**
     * How a feed is read.
     *
     * @param dead a thread that reads it has ended
     * @param reached the upstream was, since this process began
     * @param elsewhere other replicas read all of it
     * @param lost a cursor was refused, and reading from the beginning is not possible yet
     */
    public record State(boolean dead, boolean reached, boolean elsewhere, boolean lost) {}

    private Watched shown(String feed) {
        FeedStanding standing = new FeedStanding(partitions);
        Tags tags = Tags.of("feed", feed);
        for (int partition = 0; partition < partitions; partition++) {
            show(standing.backlog(partition), tags.and("partition", Integer.toString(partition)));
        }
        TimeGauge.builder(
                        "onefold.feed.clock.age",
                        standing,
                        TimeUnit.MILLISECONDS,
                        s -> s.clockAge()
                                .map(Duration::toMillis)
                                .map(Long::doubleValue)
                                .orElse(Double.NaN))
                .description(
                        "How long ago everything was accepted that is contained for sure: the age of the latest tick of real time"
                                + " that all partitions contain which this replica reads.")
                .tags(tags)
                .register(registry);
        gauge("onefold.feed.stuck.partitions", standing, FeedStanding::partitionsStuck, tags)
                .description("Partitions in which items have waited for 30 seconds without any progress.")
                .register(registry);
        gauge("onefold.feed.lanes.read", standing, FeedStanding::lanesHeld, tags)
                .description("Lanes that this replica reads; over all replicas it is the number of lanes.")
                .register(registry);
        gauge("onefold.feed.lanes.failing", standing, FeedStanding::lanesFailing, tags)
                .description(
                        "Lanes of this replica whose last attempt failed, since the upstream is away or for another reason.")
                .register(registry);
        gauge("onefold.feed.cursors.lost", standing, FeedStanding::cursorsLost, tags)
                .description("Lanes whose cursor was refused (CURSOR_LOST) and that could not begin anew yet.")
                .register(registry);
        return new Watched(
                standing,
                Counter.builder("onefold.feed.items")
                        .description("Items applied by this replica, ticks left out.")
                        .tags(tags)
                        .register(registry),
                Counter.builder("onefold.feed.failures")
                        .description("Attempts of lanes that failed, outages included.")
                        .tags(tags)
                        .register(registry),
                Counter.builder("onefold.feed.cursor.losses")
                        .description(
                                "Cursors that the upstream refused for good: the partition is read from its beginning.")
                        .tags(tags)
                        .register(registry));
    }

    private interface Reading {
        long of(FeedStanding standing);
    }

    private static Gauge.Builder<FeedStanding> gauge(String name, FeedStanding standing, Reading reading, Tags tags) {
        return Gauge.builder(name, standing, reading::of).tags(tags);
    }

    private void show(Backlog backlog, Tags tags) {
        Gauge.builder("onefold.feed.lag.items", backlog, Backlog::items)
                .description("Items, ticks included, that the upstream has told of and that are not contained yet.")
                .tags(tags)
                .register(registry);
        TimeGauge.builder(
                        "onefold.feed.lag",
                        backlog,
                        TimeUnit.MILLISECONDS,
                        b -> b.age(System.nanoTime()).toMillis())
                .description(
                        "How long ago this replica heard of the oldest item that is not contained yet; 0 when none waits.")
                .tags(tags)
                .register(registry);
    }
}
