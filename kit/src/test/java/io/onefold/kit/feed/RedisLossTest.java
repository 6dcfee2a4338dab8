package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.devstack.TestStack;
import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.kit.support.Steady;
import io.onefold.kit.support.Wire;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Redis carries wake-ups between replicas. Without it everything is a little later, and it may come and go at any time. */
class RedisLossTest {
    @Test
    void wakeUpsComeBackWithRedis() throws Exception {
        URI redis = URI.create(TestStack.shared().redisUrl());
        try (Store store = new Store(Settings.of(4));
                Wire wire = new Wire(redis.getPort())) {
            Wakeups sender = store.wakeupsOverRedis("redis://localhost:" + wire.port());
            Wakeups hearer = store.wakeupsOverRedis("redis://localhost:" + wire.port());
            hearer.listen(new StartupEvent());
            Steady.reach(() -> isHeard(sender, hearer), "replicas do not wake each other");

            wire.cut();
            for (int i = 0; i < 200; i++) {
                long mark = sender.mark(Topic.WORK);
                sender.signal(Topic.WORK);
                assertTrue(sender.mark(Topic.WORK) > mark, "this replica's own waiters are not woken");
            }
            store.sql(Consumers.TABLE);
            applies(store, hearer, "without Redis");

            wire.mend();
            Steady.reach(() -> isHeard(sender, hearer), "the wake-ups do not come back with Redis");
            flush(redis);
            applies(store, hearer, "after Redis forgot everything");
            Steady.reach(() -> isHeard(sender, hearer), "a flush ends the wake-ups");
            hearer.close(new ShutdownEvent());
        }
    }

    @Test
    void whatIsSignalledWhileAMessageIsOnItsWayGoesWithTheNextOne() {
        try (Store store = new Store(Settings.of(1))) {
            String url = TestStack.shared().redisUrl();
            Wakeups sender = store.wakeupsOverRedis(url);
            Wakeups hearer = store.wakeupsOverRedis(url);
            hearer.listen(new StartupEvent());
            Steady.reach(() -> isHeard(sender, hearer), "nothing is heard at all");
            for (int round = 0; round < 200; round++) {
                List<Long> before = marks(hearer);
                for (Topic topic : Topic.values()) {
                    sender.signal(topic);
                }
                Steady.reach(
                        () -> IntStream.range(0, before.size())
                                .allMatch(i -> !marks(hearer).get(i).equals(before.get(i))),
                        "a topic was lost on the way");
            }
            hearer.close(new ShutdownEvent());
        }
    }

    private static List<Long> marks(Wakeups wakeups) {
        return Stream.of(Topic.values()).map(wakeups::mark).toList();
    }

    private static boolean isHeard(Wakeups sender, Wakeups hearer) {
        long mark = hearer.mark(Topic.WORK);
        sender.signal(Topic.WORK);
        try {
            hearer.await(Topic.WORK, mark, Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return hearer.mark(Topic.WORK) != mark;
    }

    private static void applies(Store store, Wakeups wakeups, String letter) {
        FeedConsumer.Parts parts = store.parts();
        var consumer = new FeedConsumer<>(
                new LocalFeed(store),
                Consumers.noting(),
                new FeedConsumer.Parts(
                        parts.database(),
                        parts.cursors(),
                        parts.leases(),
                        wakeups,
                        parts.relay(),
                        parts.config(),
                        parts.metrics()));
        consumer.start();
        try {
            store.append(List.of(letter));
            Steady.reach(() -> store.column("select letter from applied").contains(letter), "not applied " + letter);
        } finally {
            consumer.stop();
        }
    }

    private static void flush(URI redis) throws java.io.IOException {
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] answer = socket.getInputStream().readNBytes(3);
            assertTrue(new String(answer, StandardCharsets.US_ASCII).startsWith("+OK"));
        }
    }
}
