package io.onefold.activation.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.onefold.activation.campaign.Cause;
import io.onefold.activation.campaign.Place;
import io.onefold.activation.membership.Reading.Placed;
import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SeenTest {
    private static final UUID ANN = new UUID(1, 1);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static Entry entry(long sequence, long second) {
        return new Entry(
                "dev",
                "vip",
                "",
                ANN,
                sequence % 2 == 1,
                NOON.plusSeconds(second),
                Cause.EVENT,
                1,
                sequence,
                false,
                () -> new byte[0]);
    }

    private static boolean isNews(Seen seen, Entry entry, boolean again) {
        return seen.arrival(new Placed(entry, new Place(3, new Cursor(7, 1), again)))
                .news();
    }

    /** Late entries go back in time, so neither the sequence nor the instant alone tells. */
    @Test
    void whatever_was_read_once_is_no_news_when_it_is_read_again() {
        qt().withFixedSeed(7)
                .withExamples(10_000)
                .forAll(lists().of(integers().between(0, 50)).ofSizeBetween(1, 12))
                .check(seconds -> {
                    List<Entry> feed = new ArrayList<>();
                    for (int i = 0; i < seconds.size(); i++) {
                        feed.add(entry(i + 1, seconds.get(i)));
                    }
                    Seen seen = new Seen(Map.of());
                    boolean first = feed.stream().allMatch(entry -> isNews(seen, entry, false));
                    boolean second = feed.stream().noneMatch(entry -> isNews(seen, entry, true));
                    return first && second && isNews(seen, entry(feed.size() + 1, 0), true);
                });
    }

    @Test
    void a_sequence_that_a_restored_feed_uses_again_is_news() {
        Seen seen = new Seen(Map.of());
        assertTrue(isNews(seen, entry(1, 1), false));
        assertTrue(isNews(seen, entry(2, 2), false));
        assertFalse(isNews(seen, entry(1, 1), true));
        assertTrue(isNews(seen, entry(2, 9), true), "another instant");
        assertTrue(isNews(seen, entry(2, 1), false), "not read again, but behind all that was");
    }

    private static FeedBatch<Entry> batch(long from, long remaining, List<FeedItem<Entry>> items) {
        return new FeedBatch<>(
                3, new Cursor(7, from), new Cursor(7, from + items.size()), remaining, Optional.empty(), items);
    }

    @Test
    void a_partition_tells_what_was_up_to_where_it_stood_when_it_was_begun() {
        List<Placed> read = new ArrayList<>();
        List<FeedItem<Entry>> two = List.of(new FeedItem.Tick<>("", NOON), new FeedItem.Change<>(entry(1, 1)));
        Reading first = Reading.NOT_YET.read(batch(0, 1, two), 3, read::add);
        assertFalse(first.hasReached(2));
        Reading second = first.read(batch(2, 0, two), 4, read::add);
        assertTrue(second.hasReached(4));
        Reading third = second.on().read(batch(4, 0, two), 6, read::add);
        assertFalse(third.hasReached(6));
        Reading anew = third.read(batch(0, 4, two), 6, read::add);
        assertFalse(anew.hasReached(2));
        assertEquals(
                List.of(true, false, false, true),
                read.stream().map(placed -> placed.place().again()).toList());
        assertEquals(
                List.of(2L, 4L, 6L, 2L),
                read.stream().map(placed -> placed.place().at().position()).toList());
    }

    /** What was set aside is no item that anybody reads; and the partition that it began is read from its beginning all the same. */
    @Test
    void a_partition_whose_first_item_was_set_aside_is_read_from_its_beginning() {
        List<Placed> read = new ArrayList<>();
        List<FeedItem<Entry>> one = List.of(new FeedItem.Change<>(entry(1, 1)));
        Reading first = Reading.NOT_YET.read(batch(1, 1, one), 3, read::add);
        assertFalse(first.hasReached(2));
        Reading second = first.read(batch(2, 0, one), 3, read::add);
        assertTrue(second.hasReached(3));
        Reading ofAnother = new Reading(OptionalLong.of(6), OptionalLong.empty()).read(batch(1, 0, one), 2, read::add);
        assertTrue(ofAnother.hasReached(2), "an epoch that begins");
        Reading on = second.on().read(batch(3, 0, one), 4, read::add);
        assertFalse(on.hasReached(4));
        assertEquals(
                List.of(true, true, true, false),
                read.stream().map(placed -> placed.place().again()).toList());
    }
}
