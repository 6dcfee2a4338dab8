package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.grpc.Status;
import io.onefold.kit.support.Steady;
import io.onefold.kit.support.Wire;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One item that cannot be applied is set aside with its reason; its neighbours, its partition and every outage are left in peace. */
class PoisonItemTest {
    private static final int ITEMS = 300;

    @Test
    void neighboursGoThrough() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            List<String> letters = letters();
            letters.set(40, "a NUL \0 in a string");
            letters.set(41, "nested too deep");
            letters.set(200, "refused by another service");
            upstream.append(letters);
            FeedConsumer<List<ReceivedBatch<String>>, String> consumer =
                    new FeedConsumer<>(new LocalFeed(upstream), PoisonItemTest::poisonous, store.parts());
            consumer.start();
            try {
                Steady.reach(() -> applied(store) == ITEMS - 3, "the neighbours did not go through");
                Steady.reach(() -> store.number("select count(*) from cursor_poison") == 3, "not set aside");
                upstream.append(List.of("afterwards"));
                Steady.reach(() -> applied(store) == ITEMS - 2, "the partition stalls");
            } finally {
                consumer.stop();
            }
            List<String> reasons = store.column("select reason from cursor_poison order by reason");
            assertTrue(reasons.get(0).contains("INVALID_ARGUMENT"), reasons::toString);
            assertTrue(reasons.get(1).contains("22021"), reasons::toString);
            assertTrue(reasons.get(2).contains("StackOverflowError"), reasons::toString);
            assertEquals(
                    List.of("refused by another service"),
                    store.column(
                            "select convert_from(payload, 'UTF8') from cursor_poison where reason like '%INVALID%'"));
            assertEquals(ITEMS + 1, store.number("select sum(position) from cursor_position"));
        }
    }

    @Test
    void whatCannotBeDecodedIsSetAsideAtOnceAsItCame() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            List<String> letters = letters();
            letters.set(0, "unreadable from the first");
            letters.set(40, "unreadable");
            letters.set(41, "unreadable as its neighbour");
            letters.set(ITEMS - 1, "unreadable to the last");
            upstream.append(letters);
            List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
            FeedConsumer<List<ReceivedBatch<String>>, String> consumer = new FeedConsumer<>(
                    new DecodingFeed(upstream),
                    batches -> {
                        batches.forEach(batch -> sizes.add(batch.items().size()));
                        return tx -> Consumers.apply(tx, batches);
                    },
                    store.parts());
            consumer.start();
            try {
                Steady.reach(() -> applied(store) == ITEMS - 4, "the neighbours did not go through");
                Steady.reach(() -> store.number("select count(*) from cursor_poison") == 4, "not set aside");
                upstream.append(List.of("afterwards"));
                Steady.reach(() -> applied(store) == ITEMS - 3, "the partition stalls");
            } finally {
                consumer.stop();
            }
            assertEquals(
                    4,
                    store.number("select count(*) from cursor_poison where reason like '%not a letter: unreadable%'"));
            List<String> kept = new ArrayList<>();
            for (String payload : store.column("select encode(payload, 'base64') from cursor_poison")) {
                kept.add(DecodingFeed.received(payload));
            }
            Collections.sort(kept);
            assertEquals(
                    List.of(
                            "unreadable",
                            "unreadable as its neighbour",
                            "unreadable from the first",
                            "unreadable to the last"),
                    kept);
            assertEquals(ITEMS + 1, store.number("select sum(position) from cursor_position"));
            assertTrue(Collections.max(sizes) > 10, () -> "the neighbours go one by one: " + sizes);
        }
    }

    /** Its items come as protos, and some of them make no sense. */
    private static final class DecodingFeed extends LocalFeed {
        DecodingFeed(Store store) {
            super(store);
        }

        @Override
        public List<ReceivedBatch<String>> batches(List<ReceivedBatch<String>> response) {
            return response.stream()
                    .map(batch -> new ReceivedBatch<>(
                            batch.header(),
                            batch.items().stream().map(DecodingFeed::decoded).toList()))
                    .toList();
        }

        private static FeedItem<String> decoded(FeedItem<String> item) {
            return item instanceof FeedItem.Change<String> change
                    ? ReceivedBatch.change(StringValue.of(change.value()), DecodingFeed::decode)
                    : item;
        }

        private static String decode(StringValue letter) {
            if (letter.getValue().startsWith("unreadable")) {
                throw new IllegalArgumentException("not a letter: " + letter.getValue());
            }
            return letter.getValue();
        }

        private static String received(String base64) {
            try {
                return StringValue.parseFrom(Base64.getMimeDecoder().decode(base64))
                        .getValue();
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError("not kept as it came", e);
            }
        }
    }

    @Test
    void aPartOfABatchSaysWhatWaitsBehindIt() {
        List<FeedItem<String>> items = List.of(
                new FeedItem.Change<>("a"),
                new FeedItem.Change<>("b"),
                new FeedItem.Unreadable<>(new byte[0], new IllegalStateException()),
                new FeedItem.Change<>("d"));
        FeedBatch<String> batch =
                new FeedBatch<>(1, new Cursor(7, 10), new Cursor(7, 14), 5, Optional.of(ConsistencyToken.NONE), items);
        assertEquals(
                List.of(8L, 7L, 6L, 5L),
                batch.singly().map(FeedBatch::remaining).toList());
        assertEquals(
                List.of(false, false, false, true),
                batch.singly().map(part -> part.contains().isPresent()).toList());
        assertEquals(
                List.of(7L, 6L, 5L),
                batch.aroundUnreadable().stream().map(FeedBatch::remaining).toList());
        assertEquals(
                List.of(12L, 13L, 14L),
                batch.aroundUnreadable().stream()
                        .map(part -> part.next().position())
                        .toList());
    }

    private static FeedEffect.Prepared poisonous(List<FeedBatch<String>> batches) {
        for (String letter : batches.stream().flatMap(FeedBatch::changes).toList()) {
            if (letter.startsWith("nested")) {
                deeper(0);
            }
            if (letter.startsWith("refused")) {
                throw Status.INVALID_ARGUMENT.withDescription("quoting \0 it").asRuntimeException();
            }
        }
        return tx -> Consumers.apply(tx, batches);
    }

    private static int deeper(int depth) {
        return depth < 0 ? depth : deeper(depth + 1) + 1;
    }

    @Test
    void anOutageSetsNothingAside() throws Exception {
        try (Store upstream = new Store(Settings.of(4));
                Store direct = new Store(Settings.of(4));
                Wire wire = new Wire(direct.port());
                Store store = direct.through(wire.port())) {
            store.sql(Consumers.TABLE);
            upstream.append(letters());
            AtomicInteger calls = new AtomicInteger();
            FeedConsumer<List<ReceivedBatch<String>>, String> consumer = new FeedConsumer<>(
                    new LocalFeed(upstream),
                    batches -> {
                        if (calls.incrementAndGet() < 12) {
                            throw outage(calls.get());
                        }
                        return tx -> Consumers.apply(tx, batches);
                    },
                    store.parts());
            consumer.start();
            try {
                Steady.reach(() -> calls.get() > 6, "the consumer does not try again");
                wire.cut();
                upstream.append(List.of("while the database is away"));
                wire.mend();
                Steady.reach(() -> applied(store) == ITEMS + 1, "not everything was applied after the outage");
            } finally {
                consumer.stop();
            }
            assertEquals(0, store.number("select count(*) from cursor_poison"));
        }
    }

    @Test
    void whatLooksLikeAnOutageWithOneItemOnlyIsThatItems() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            List<String> letters = letters();
            letters.set(40, "too large");
            letters.set(200, "too slow");
            upstream.append(letters);
            FeedConsumer<List<ReceivedBatch<String>>, String> consumer =
                    new FeedConsumer<>(new Answering(upstream), PoisonItemTest::tooMuch, store.parts());
            consumer.start();
            try {
                Steady.reach(() -> applied(store) == ITEMS - 2, "the neighbours did not go through");
                Steady.reach(() -> store.number("select count(*) from cursor_poison") == 2, "not set aside");
            } finally {
                consumer.stop();
            }
            List<String> reasons = store.column("select reason from cursor_poison order by reason");
            assertTrue(reasons.get(0).contains("DEADLINE_EXCEEDED"), reasons::toString);
            assertTrue(reasons.get(1).contains("OutOfMemoryError"), reasons::toString);
        }
    }

    private static FeedEffect.Prepared tooMuch(List<FeedBatch<String>> batches) {
        for (String letter : batches.stream().flatMap(FeedBatch::changes).toList()) {
            if (letter.equals("too large")) {
                throw new OutOfMemoryError("of the test");
            }
            if (letter.equals("too slow")) {
                throw Status.DEADLINE_EXCEEDED.asRuntimeException();
            }
        }
        return tx -> Consumers.apply(tx, batches);
    }

    /** A feed whose owner answers questions all the time. */
    private static final class Answering extends LocalFeed {
        Answering(Store store) {
            super(store);
        }

        @Override
        public boolean answers() {
            return true;
        }
    }

    private static RuntimeException outage(int call) {
        Status[] kinds = {
            Status.UNAVAILABLE, Status.DEADLINE_EXCEEDED, Status.UNAUTHENTICATED, Status.RESOURCE_EXHAUSTED
        };
        return kinds[call % kinds.length].asRuntimeException();
    }

    private static long applied(Store store) {
        return store.number("select count(*) from applied");
    }

    private static List<String> letters() {
        return new ArrayList<>(
                IntStream.range(0, ITEMS).mapToObj(i -> "letter " + i).toList());
    }
}
