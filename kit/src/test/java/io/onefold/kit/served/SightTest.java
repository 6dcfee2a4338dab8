package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.devstack.Scrape;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.kit.sql.Database;
import io.onefold.kit.support.Steady;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of a service that reads a feed: its metrics and its readiness, asked for as Prometheus and Kubernetes do. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class SightTest {
    private static final int ITEMS = 500;
    private static final String HELD_BY_ANOTHER = """
            insert into cursor_lease (upstream, lane, holder, expires_at) values ($1, $2, $3, now() + interval '1 hour')""";

    @TestHTTPResource(value = "metrics", management = true)
    URI metricsPage;

    @TestHTTPResource(value = "health/ready", management = true)
    URI ready;

    @TestHTTPResource(value = "health/live", management = true)
    URI live;

    @Inject
    Feed feed;

    @Inject
    Calls calls;

    @Inject
    FeedConsumer.Parts parts;

    @Inject
    Database database;

    @Inject
    FeedConfig config;

    private final String name = "sight-" + UUID.randomUUID();
    private final AtomicLong applied = new AtomicLong();
    private @Nullable FeedConsumer<WatchEventsResponse, Event> consumer;

    @AfterEach
    void stop() {
        if (consumer != null) {
            consumer.stop();
        }
    }

    @Test
    void whatIsAppliedIsCountedAndWhatWaitsIsShown() throws Exception {
        start(upstream(), counting());
        feed.append(ITEMS, 20);
        // With what other tests have put there.
        Steady.reach(() -> applied.get() == itemsInFeed() && lag() == 0, "not everything came");
        assertEquals(applied.get(), scrape().sum("onefold_feed_items_total", "feed", name));
        assertEquals(config.lanes(), scrape().sum("onefold_feed_lanes_read", "feed", name));
        assertEquals(0, scrape().sum("onefold_feed_stuck_partitions", "feed", name));
        long before = applied.get();
        feed.append(ITEMS, 20);
        Steady.reach(() -> applied.get() == before + ITEMS, "the rest did not come");
        Steady.reach(() -> lag() == 0, "a lag stays");
        assertEquals(before + ITEMS, scrape().sum("onefold_feed_items_total", "feed", name));
        double published = scrape().sum("onefold_feed_published_items_total");
        feed.append(7, 20);
        assertEquals(published + 7, scrape().sum("onefold_feed_published_items_total"));
    }

    @Test
    void whileTheEffectHangsTheItemsThatWaitGrowOld() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        AtomicBoolean hanging = new AtomicBoolean();
        start(upstream(), batches -> {
            if (hanging.get()) {
                awaitOpen(open);
            }
            return tx -> count(batches);
        });
        feed.append(1, 20);
        Steady.reach(() -> lag() == 0 && applied.get() > 0, "not everything came");
        long before = applied.get();
        hanging.set(true);
        feed.append(ITEMS, 20);
        // All in one batch for each lane, or the first of several: what waits behind it is told with it.
        Steady.reach(() -> lag() > 0, "nothing waits");
        double age = oldest();
        Steady.reach(() -> oldest() > age + 0.5, "what waits does not grow older");
        assertTrue(lag() <= ITEMS, "more waits than there is: " + lag());
        open.countDown();
        Steady.reach(() -> applied.get() == before + ITEMS && lag() == 0, "it did not go on");
        assertEquals(0, oldest());
    }

    @Test
    void theClockIsAsOldAsTheLastTick() {
        start(upstream(), counting());
        feed.tick(Instant.now().minusSeconds(3600));
        Steady.reach(() -> clockAge() > 0, "the tick did not come");
        feed.tick(Instant.now());
        Steady.reach(() -> clockAge() < 60, "the clock stays at " + clockAge());
        assertTrue(clockAge() >= 0, "the clock is ahead");
    }

    @Test
    void whatIsSetAsideIsSeenUntilItIsGone() {
        List<String> bad = feed.append(3, 20);
        start(upstream(), batches -> {
            if (batches.stream().flatMap(FeedBatch::changes).anyMatch(event -> bad.contains(event.getEventId()))) {
                throw new IllegalArgumentException("not to be applied");
            }
            return tx -> {};
        });
        Steady.reach(() -> sum("onefold_feed_set_aside_items") == 3 && lag() == 0, "it is not seen");
        Steady.reach(() -> sum("onefold_feed_set_aside_items") == rows(), "another number is seen than there is");
        assertTrue(sum("onefold_feed_failures_total") > 0);
        database.inTransaction(tx -> tx.execute("delete from cursor_poison where upstream = $1", name));
        Steady.reach(() -> sum("onefold_feed_set_aside_items") == 0, "it is still seen");
    }

    @Test
    void anUpstreamThatIsAwayMakesOnlyWhoNeverReachedItUnready() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        Upstream<WatchEventsResponse, Event> upstream = new Moody(away, new AtomicBoolean());
        start(upstream, counting());
        Steady.reach(() -> sum("onefold_feed_lanes_failing") == config.lanes(), "the lanes do not fail");
        assertFalse(isReady());
        assertTrue(said(ready).contains("\"" + name + "\": \"never reached\""), said(ready));
        away.set(false);
        Steady.reach(this::isReady, "it is reached and not ready");
        feed.append(1, 20);
        Steady.reach(() -> sum("onefold_feed_lanes_failing") == 0 && applied.get() > 0, "the lanes still fail");
        stop();
        // Begun anew, as after a crash, while the upstream is away: what is known can be served.
        away.set(true);
        start(upstream, counting());
        Steady.reach(() -> sum("onefold_feed_lanes_failing") == config.lanes(), "the lanes do not fail");
        assertTrue(isReady(), said(ready));
    }

    @Test
    void aReplicaIsReadyWhileOthersReadAllAndNothingWasThereYet() throws Exception {
        for (int lane = 0; lane < config.lanes(); lane++) {
            short held = (short) lane;
            database.inTransaction(tx -> tx.execute(HELD_BY_ANOTHER, name, held, UUID.randomUUID()));
        }
        start(upstream(), counting());
        Steady.reach(this::isReady, "what others read is waited for");
        assertTrue(said(ready).contains("\"" + name + "\": \"read by other replicas\""), said(ready));
        assertEquals(0, scrape().sum("onefold_feed_lanes_read", "feed", name));
    }

    @Test
    void aLostCursorIsSeenAndWhatWasReadBeforeIsServed() throws Exception {
        AtomicBoolean blocked = new AtomicBoolean();
        start(new Moody(new AtomicBoolean(), blocked), counting());
        feed.append(ITEMS, 20);
        Steady.reach(() -> applied.get() >= ITEMS && lag() == 0, "not everything came");
        stop();
        blocked.set(true);
        database.inTransaction(
                tx -> tx.execute("update cursor_position set epoch = 1 where upstream = $1 and position > 0", name));
        start(new Moody(new AtomicBoolean(), blocked), counting());
        Steady.reach(() -> sum("onefold_feed_cursors_lost") > 0, "no cursor is lost");
        assertTrue(isReady(), said(ready));
        blocked.set(false);
        long before = applied.get();
        Steady.reach(
                () -> sum("onefold_feed_cursor_losses_total") == config.partitions(),
                "not every partition begins anew, or one does more than once");
        Steady.reach(() -> sum("onefold_feed_cursors_lost") == 0 && isReady(), "it does not get ready");
        Steady.reach(() -> applied.get() >= before + ITEMS, "it is not read from the beginning");
    }

    @Test
    void aStoreOfAnEarlierVersionMakesUnreadyAndNothingMakesDead() throws Exception {
        assertTrue(isReady(), said(ready));
        database.inTransaction(
                tx -> tx.execute("update flyway_schema_history set success = false where installed_rank = 1"));
        try {
            assertFalse(isReady());
            assertEquals("UP", status(said(live)), "liveness looks at the database");
        } finally {
            database.inTransaction(tx -> tx.execute("update flyway_schema_history set success = true"));
        }
        assertTrue(isReady(), said(ready));
    }

    /** The feed of the service under test, which can be away, and whose being begun anew can be refused. */
    private final class Moody implements Upstream<WatchEventsResponse, Event> {
        private final Upstream<WatchEventsResponse, Event> real = upstream();
        private final AtomicBoolean away;
        private final AtomicBoolean blocked;

        Moody(AtomicBoolean away, AtomicBoolean blocked) {
            this.away = away;
            this.blocked = blocked;
        }

        @Override
        public String feed() {
            return name;
        }

        @Override
        public Iterator<WatchEventsResponse> watch(List<PartitionCursor> cursors, int maxItems) {
            if (away.get()) {
                throw Status.UNAVAILABLE.asRuntimeException();
            }
            return real.watch(cursors, maxItems);
        }

        @Override
        public void begunAnew() {
            if (blocked.get()) {
                throw new StatusRenderer("kit").render(Failures.unavailable("not yet", Duration.ofSeconds(1)));
            }
        }

        @Override
        public List<ReceivedBatch<Event>> batches(WatchEventsResponse response) {
            return real.batches(response);
        }

        @Override
        public byte[] encode(Event item) {
            return real.encode(item);
        }
    }

    private Upstream<WatchEventsResponse, Event> upstream() {
        return new ServedFeed(name, calls.injected);
    }

    private FeedEffect<Event> counting() {
        return batches -> tx -> tx.afterCommit(() -> count(batches));
    }

    private void count(List<FeedBatch<Event>> batches) {
        applied.addAndGet(batches.stream().flatMap(FeedBatch::changes).count());
    }

    private static void awaitOpen(CountDownLatch open) {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Upstream<WatchEventsResponse, Event> upstream, FeedEffect<Event> effect) {
        FeedConsumer<WatchEventsResponse, Event> started = new FeedConsumer<>(upstream, effect, parts);
        consumer = started;
        started.start();
    }

    private Scrape scrape() {
        try {
            return Scrape.of(metricsPage);
        } catch (IOException e) {
            throw new AssertionError("the metrics cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private long itemsInFeed() {
        return database.snapshot(tx -> tx.query("select count(*) from feed_item where subject is not null")
                .iterator()
                .next()
                .getLong(0));
    }

    private double sum(String metric) {
        return scrape().sum(metric, "feed", name);
    }

    private double lag() {
        return sum("onefold_feed_lag_items");
    }

    private double oldest() {
        return scrape().max("onefold_feed_lag_seconds", "feed", name).orElseThrow();
    }

    private double clockAge() {
        return scrape().max("onefold_feed_clock_age_seconds", "feed", name).orElse(-1);
    }

    private long rows() {
        return database.snapshot(tx -> tx.query("select count(*) from cursor_poison where upstream = $1", name)
                .iterator()
                .next()
                .getLong(0));
    }

    private boolean isReady() {
        try {
            return status(said(ready)).equals("UP");
        } catch (Exception e) {
            throw new AssertionError("the health cannot be read", e);
        }
    }

    private static String said(URI page) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String status(String said) {
        return said.replaceFirst("(?s)^\\s*\\{\\s*\"status\":\\s*\"(\\w+)\".*", "$1");
    }
}
