package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.onefold.kit.support.Steady;
import io.onefold.proto.type.v1.ErrorReason;
import io.onefold.proto.type.v1.PartitionCursor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A reader goes on where it stopped, or is told that it cannot. */
class ResumeTest {
    @Test
    void aCursorThatCannotBeHonouredIsRefused() {
        try (Store store = new Store(Settings.of(4))) {
            store.append(letters(0));
            long present = store.epoch.present();
            long head = store.number("select position from feed_head where partition = 2");
            assertEquals(List.of(), store.reader.after(Map.of(2, new Cursor(present, head)), 10, 1_000));
            assertLost(store, new Cursor(present, head + 1));
            assertLost(store, new Cursor(present - 1, 0));
            assertLost(store, new Cursor(present + 1, 1));
        }
    }

    @Test
    void aBatchIsBoundedInBytesAndStillHasAnItem() {
        try (Store store = new Store(Settings.of(4))) {
            store.append(letters(0));
            Map<Integer, Cursor> from = Map.of(2, new Cursor(store.epoch.present(), 0));
            List<FeedReader.Slice> all = store.reader.after(from, 1_000, Long.MAX_VALUE);
            List<FeedReader.Slice> least = store.reader.after(from, 1_000, 1);
            assertTrue(all.get(0).items().size() > 1);
            assertEquals(0, all.get(0).remaining());
            assertEquals(
                    all.get(0).items().subList(0, 1).get(0).position(),
                    least.get(0).items().get(0).position());
            assertEquals(1, least.get(0).items().size());
            assertEquals(1, least.get(0).next().position());
            assertEquals(all.get(0).items().size() - 1, least.get(0).remaining());
        }
    }

    private static void assertLost(Store store, Cursor cursor) {
        Failure lost = assertThrows(Failure.class, () -> store.reader.after(Map.of(2, cursor), 10, 1_000));
        assertEquals(ErrorReason.ERROR_REASON_CURSOR_LOST, lost.reason());
        assertEquals("2", lost.metadata().get("partition"));
    }

    @Test
    void aRestoredStoreBeginsAHigherEpoch() {
        try (Store store = new Store(Settings.of(4))) {
            long first = store.epoch.present();
            assertEquals(first, new FeedEpoch(store.database, store.settings).present(), "a restart is no restore");
            store.sql("update feed_origin set timeline = timeline + 1");
            long second = new FeedEpoch(store.database, store.settings).present();
            assertTrue(second > first);
            store.sql("update feed_origin set system_identifier = 42");
            assertTrue(new FeedEpoch(store.database, store.settings).present() > second);
        }
    }

    /** A dump that is read back stands on the same server: only the operator knows. */
    @Test
    void theOperatorsWordBeginsAnEpochOnce() {
        try (Store store = new Store(Settings.of(4))) {
            long first = store.epoch.present();
            store.append(letters(0));
            FeedEpoch told = new FeedEpoch(store.database, store.settings.withRestored("noon"));
            long second = told.present();
            assertTrue(second > first);
            assertEquals(second, told.look());
            assertEquals(second, new FeedEpoch(store.database, store.settings.withRestored("noon")).present());
            assertEquals(second, new FeedEpoch(store.database, store.settings).look(), "no word is no news");
            assertEquals(100, store.number("select sum(began_at) from feed_head"));
            store.append(letters(100));
            assertEquals(100, store.number("select sum(began_at) from feed_head"));
            long third = new FeedEpoch(store.database, store.settings.withRestored("evening")).present();
            assertTrue(third > second);
            assertEquals(200, store.number("select sum(began_at) from feed_head"));
        }
    }

    @Test
    void theFirstWordOfANewStoreIsNoNews() {
        try (Store store = new Store(Settings.of(4))) {
            FeedEpoch told = new FeedEpoch(store.database, store.settings.withRestored("noon"));
            long first = told.present();
            assertEquals(first, told.look());
        }
    }

    @Test
    void aRestoreIsNoticedWhileTheServiceRuns() {
        try (Store store = new Store(Settings.of(4))) {
            store.append(letters(0));
            Cursor read = new Cursor(store.epoch.present(), 1);
            assertEquals(read.epoch(), store.epoch.look(), "nothing happened");
            assertFalse(store.reader.after(Map.of(2, read), 10, 1_000).isEmpty());
            store.sql("update feed_origin set timeline = timeline + 1");
            assertTrue(store.epoch.look() > read.epoch());
            assertLost(store, read);
        }
    }

    @Test
    void aConsumerGoesOnAfterARestart() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            upstream.append(letters(0));
            consume(upstream, store, 100);
            upstream.append(letters(100));
            consume(upstream, store, 200);
            assertEquals(200, store.number("select count(distinct letter) from applied"));
        }
    }

    @Test
    void aConsumerBeginsAnewWhenItsCursorsAreLost() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            upstream.append(letters(0));
            consume(upstream, store, 100);
            upstream.sql("update feed_origin set system_identifier = 42");
            FeedEpoch restored = new FeedEpoch(upstream.database, upstream.settings);
            FeedReader reader = new FeedReader(upstream.database, upstream.log, restored, tx -> "");
            consume(new LocalFeed(upstream, reader), store, 200);
            assertEquals(
                    List.of(Long.toString(restored.present())),
                    store.column("select distinct epoch from cursor_position"));
        }
    }

    @Test
    void nothingIsReadAnewBeforeTheUpstreamIsReady() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            upstream.append(letters(0));
            consume(upstream, store, 100);
            upstream.sql("update feed_origin set system_identifier = 42");
            FeedEpoch restored = new FeedEpoch(upstream.database, upstream.settings);
            FeedReader reader = new FeedReader(upstream.database, upstream.log, restored, tx -> "");
            AtomicInteger told = new AtomicInteger();
            AtomicLong appliedBefore = new AtomicLong();
            LocalFeed remembered = new LocalFeed(upstream, reader) {
                @Override
                public void begunAnew() {
                    if (told.incrementAndGet() < 3) {
                        appliedBefore.set(store.number("select count(*) from applied"));
                        throw new IllegalStateException("not yet");
                    }
                }
            };
            consume(remembered, store, 200);
            assertTrue(told.get() >= 3, "it was asked until it was ready");
            assertEquals(100, appliedBefore.get(), "nothing was read meanwhile");
        }
    }

    @Test
    void aHeadThatFellBehindTheCursorCountsAsLostToo() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            upstream.append(letters(0));
            consume(upstream, store, 100);
            upstream.sql("delete from feed_item where bucket < 256 and position > 10");
            upstream.sql("update feed_head set position = 10 where partition = 0");
            consume(upstream, store, 110);
        }
    }

    @Test
    void noOtherRefusalResetsACursor() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            upstream.append(letters(0));
            consume(upstream, store, 100);
            AtomicInteger refusals = new AtomicInteger();
            LocalFeed refusing = new LocalFeed(upstream) {
                @Override
                public Iterator<List<ReceivedBatch<String>>> watch(List<PartitionCursor> cursors, int maxItems) {
                    if (refusals.incrementAndGet() < 6) {
                        throw new StatusRenderer("letters").render(Failures.replayRefused("not now"));
                    }
                    return super.watch(cursors, maxItems);
                }
            };
            upstream.append(letters(100));
            consume(refusing, store, 200);
            assertEquals(200, store.number("select count(distinct letter) from applied"));
        }
    }

    private static void consume(Store upstream, Store store, int until) {
        consume(new LocalFeed(upstream), store, until);
    }

    private static void consume(LocalFeed feed, Store store, int until) {
        var consumer = new FeedConsumer<>(feed, Consumers.noting(), store.parts());
        consumer.start();
        try {
            Steady.reach(() -> store.number("select count(*) from applied") == until, "not " + until + " applied");
        } finally {
            consumer.stop();
        }
    }

    private static List<String> letters(int from) {
        return IntStream.range(from, from + 100).mapToObj(i -> "letter " + i).toList();
    }
}
