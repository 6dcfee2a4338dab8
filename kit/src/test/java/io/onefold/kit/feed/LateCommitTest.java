package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.sql.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Writers that commit late, or not at all: a reader that never looks back sees every committed item once, in order, without gaps. */
class LateCommitTest {
    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = 40;

    /** A way to append and to read on. */
    private interface Way {
        void append(Transaction tx, List<NewItem> items);

        /** What was not read before, by this reader. */
        Runnable reader(List<String> seen);
    }

    @Test
    void theFeedMissesNothing() throws Exception {
        try (Store store = new Store(Settings.of(4))) {
            store.epoch.present();
            Outcome outcome = run(store, new Feeds(store));
            for (List<String> seen : outcome.seen) {
                assertEquals(seen.size(), new HashSet<>(seen).size(), "something was seen twice");
                assertEquals(outcome.committed, new HashSet<>(seen));
                assertInOrderOfEachWriter(seen);
            }
        }
    }

    /** The check can fail: positions from a sequence become visible out of order. */
    @Test
    void aSequenceMissesSome() throws Exception {
        try (Store store = new Store(Settings.of(4))) {
            store.sql("create table naive_item (position bigserial primary key, payload text not null)");
            for (int attempt = 1; missesNothing(store); attempt++) {
                // Readers that a busy machine lets run only after the writers see no late commit.
                assertTrue(attempt < 10, "the harness does not provoke late commits");
                store.sql("truncate naive_item");
            }
        }
    }

    private static boolean missesNothing(Store store) throws Exception {
        Outcome outcome = run(store, new Sequence(store));
        return outcome.seen.stream().allMatch(seen -> outcome.committed.equals(new HashSet<>(seen)));
    }

    private record Outcome(Set<String> committed, List<List<String>> seen) {}

    private static final class TurnedBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Outcome run(Store store, Way way) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicBoolean done = new AtomicBoolean();
        try {
            List<Future<Set<String>>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                writers.add(threads.submit(() -> write(store, way, writer)));
            }
            List<Future<List<String>>> readers = new ArrayList<>();
            for (int r = 0; r < 2; r++) {
                readers.add(threads.submit(() -> read(way, done)));
            }
            Set<String> committed = new HashSet<>();
            for (Future<Set<String>> writer : writers) {
                committed.addAll(writer.get());
            }
            done.set(true);
            List<List<String>> seen = new ArrayList<>();
            for (Future<List<String>> reader : readers) {
                seen.add(reader.get());
            }
            return new Outcome(committed, seen);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Set<String> write(Store store, Way way, int writer) {
        Random random = new Random(writer);
        Set<String> committed = new HashSet<>();
        for (int t = 0; t < TRANSACTIONS; t++) {
            List<NewItem> items = new ArrayList<>();
            Set<String> texts = new HashSet<>();
            for (int i = 0; i <= random.nextInt(5); i++) {
                String text = "%d %04d".formatted(writer, t * 10 + i);
                texts.add(text);
                // A writer stays in one partition, so that its own order can be checked.
                items.add(store.item(writer * 128 + random.nextInt(128), text));
            }
            boolean turnBack = random.nextInt(5) == 0;
            double wait = random.nextInt(3) == 0 ? random.nextDouble() / 40 : 0;
            try {
                store.database.inTransaction(tx -> {
                    way.append(tx, items);
                    if (wait > 0) {
                        tx.query("select pg_sleep($1)", wait);
                    }
                    if (turnBack) {
                        throw new TurnedBack();
                    }
                });
                committed.addAll(texts);
            } catch (TurnedBack expected) {
                continue;
            }
        }
        return committed;
    }

    private static List<String> read(Way way, AtomicBoolean done) {
        List<String> seen = new ArrayList<>();
        Runnable reader = way.reader(seen);
        while (!done.get()) {
            reader.run();
        }
        reader.run();
        return seen;
    }

    private static void assertInOrderOfEachWriter(List<String> seen) {
        Map<String, String> last = new HashMap<>();
        for (String text : seen) {
            String before = last.put(text.substring(0, 1), text);
            assertFalse(before != null && before.compareTo(text) >= 0, () -> text + " came after " + before);
        }
    }

    private record Feeds(Store store) implements Way {
        @Override
        public void append(Transaction tx, List<NewItem> items) {
            store.log.append(tx, items);
        }

        @Override
        public Runnable reader(List<String> seen) {
            Map<Integer, Cursor> cursors = store.reader.cursors(List.of());
            return () -> {
                List<FeedReader.Slice> slices;
                do {
                    slices = store.reader.after(cursors, 40, Long.MAX_VALUE);
                    slices.forEach(slice -> {
                        long expected = cursors.getOrDefault(slice.partition(), new Cursor(0, 0))
                                .position();
                        for (StoredItem item : slice.items()) {
                            expected++;
                            assertEquals(expected, item.position(), "a gap");
                            seen.add(item.change().map(String::new).orElseThrow());
                        }
                        cursors.put(slice.partition(), slice.next());
                    });
                } while (!slices.isEmpty());
            };
        }
    }

    private record Sequence(Store store) implements Way {
        @Override
        public void append(Transaction tx, List<NewItem> items) {
            items.forEach(item -> tx.execute(
                    "insert into naive_item (payload) values ($1)",
                    new String(item.payload(), java.nio.charset.StandardCharsets.UTF_8)));
        }

        @Override
        public Runnable reader(List<String> seen) {
            long[] cursor = {0};
            return () -> store.database.inTransaction(tx -> tx.query(
                            "select position, payload from naive_item where position > $1 order by position", cursor[0])
                    .forEach(row -> {
                        cursor[0] = row.getLong(0);
                        seen.add(row.getString(1));
                    }));
        }
    }
}
