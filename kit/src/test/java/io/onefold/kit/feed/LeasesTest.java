package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.kit.support.Steady;
import io.onefold.proto.type.v1.PartitionCursor;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Replicas do not read the same lane twice, and one that dies is replaced. */
class LeasesTest {
    /** As in production: a lease does not run out between two attempts of a lane. */
    private static final Duration LONGER_THAN_ANY_PAUSE = Duration.ofSeconds(10);

    @Test
    void aLaneHasOneHolderUntilItsLeaseEnds() {
        try (Store store = new Store(Settings.of(4))) {
            Leases leases = new Leases(store.database, store.settings.withLeaseTime(Duration.ofHours(1)));
            UUID first = UUID.randomUUID();
            UUID second = UUID.randomUUID();
            assertTrue(leases.acquire("letters", 0, first));
            assertFalse(leases.acquire("letters", 0, second));
            assertTrue(leases.acquire("letters", 0, first), "the holder renews");
            assertTrue(leases.acquire("letters", 1, second), "another lane is free");
            // As if an hour had passed since the holder's last word.
            store.sql("update cursor_lease set expires_at = expires_at - interval '2 hours' where lane = 0");
            assertTrue(leases.acquire("letters", 0, second), "a lease that was not renewed does not end");
            assertFalse(leases.acquire("letters", 0, first));
            leases.release("letters", 0, second);
            assertTrue(leases.acquire("letters", 0, first), "what is released is free at once");
        }
    }

    @Test
    void theLanesOfADeadReplicaAreTakenOver() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            // A replica that died without giving its lane back.
            Leases leases = new Leases(store.database, store.settings);
            assertTrue(leases.acquire("letters", 1, UUID.randomUUID()));
            var one = new FeedConsumer<>(new LocalFeed(upstream), Consumers.noting(), store.parts());
            var other = new FeedConsumer<>(new LocalFeed(upstream), Consumers.noting(), store.parts());
            one.start();
            other.start();
            try {
                upstream.append(letters(0));
                Steady.reach(() -> applied(store) == 100, "the dead replica's lane was not taken over");
                one.stop();
                upstream.append(letters(100));
                Steady.reach(() -> applied(store) == 200, "the stopped replica's lanes were not taken over");
            } finally {
                one.stop();
                other.stop();
            }
            assertEquals(200, store.number("select count(distinct letter) from applied"));
        }
    }

    /** A replica that cannot reach its upstream lives and would renew its leases for ever. */
    @Test
    void aLaneWhoseUpstreamIsAwayGoesToAReplicaThatReachesIt() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4).withLeaseTime(LONGER_THAN_ANY_PAUSE))) {
            store.sql(Consumers.TABLE);
            AwayFeed away = new AwayFeed(upstream);
            var cutOff = new FeedConsumer<>(away, Consumers.noting(), store.parts());
            var other = new FeedConsumer<>(new LocalFeed(upstream), Consumers.noting(), store.parts());
            cutOff.start();
            Steady.reach(() -> away.tries.get() >= Settings.of(4).lanes(), "the replica that is cut off has no lanes");
            other.start();
            try {
                upstream.append(letters(0));
                Steady.reach(() -> applied(store) == 100, "the lanes stay with who cannot read them");
            } finally {
                cutOff.stop();
                other.stop();
            }
        }
    }

    private static final class AwayFeed extends LocalFeed {
        private final AtomicInteger tries = new AtomicInteger();

        AwayFeed(Store store) {
            super(store);
        }

        @Override
        public Iterator<List<ReceivedBatch<String>>> watch(List<PartitionCursor> cursors, int maxItems) {
            tries.incrementAndGet();
            throw Status.UNAVAILABLE.asRuntimeException();
        }
    }

    private static long applied(Store store) {
        return store.number("select count(*) from applied");
    }

    private static List<String> letters(int from) {
        return IntStream.range(from, from + 100).mapToObj(i -> "letter " + i).toList();
    }
}
