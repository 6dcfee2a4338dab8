package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.sql.Database;
import io.onefold.kit.support.Steady;
import io.onefold.kit.support.Wire;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceBlockingStub;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.Event;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A service reads another one's feed over the wire, through restarts and broken wires. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class ConsumerTest {
    private static final int ITEMS = 3_000;

    @Inject
    Feed feed;

    @Inject
    Calls calls;

    @Inject
    FeedConsumer.Parts parts;

    @Inject
    Database database;

    @Inject
    CursorStore cursors;

    @Inject
    FeedConfig config;

    /** Each test reads everything from the beginning, under a name of its own. */
    private final String name = "events-" + UUID.randomUUID();

    private final Collection<String> applied = new ConcurrentLinkedQueue<>();

    @Test
    void itGoesOnWhereItStopped() {
        HashSet<String> sent = new HashSet<>(feed.append(ITEMS, 200));
        FeedConsumer<WatchEventsResponse, Event> first = start(calls.injected);
        Steady.reach(() -> applied.containsAll(sent), "not everything came");
        first.stop();
        int before = applied.size();
        List<String> afterwards = feed.append(ITEMS, 200);
        FeedConsumer<WatchEventsResponse, Event> second = start(calls.injected);
        try {
            Steady.reach(() -> applied.size() >= before + ITEMS, "it does not go on");
        } finally {
            second.stop();
        }
        assertTrue(applied.containsAll(afterwards));
        assertEquals(applied.size(), new HashSet<>(applied).size(), "something came twice");
        Steady.reach(() -> Watching.threads() == 0, "the server still serves a consumer that has stopped");
    }

    @Test
    void aBrokenWireLosesNothing() throws Exception {
        try (Wire wire = new Wire(Calls.port())) {
            ManagedChannel channel = Calls.newChannel(wire.port());
            FeedConsumer<WatchEventsResponse, Event> consumer = start(Calls.blocking(channel, "Bearer dev-internal"));
            HashSet<String> sent = new HashSet<>();
            try {
                for (int i = 0; i < 5; i++) {
                    sent.addAll(feed.append(ITEMS / 5, 200));
                    wire.cut();
                    sent.addAll(feed.append(10, 200));
                    wire.mend();
                }
                Steady.reach(() -> applied.containsAll(sent), "items were lost with the wire");
            } finally {
                consumer.stop();
                channel.shutdownNow();
            }
            assertEquals(applied.size(), new HashSet<>(applied).size(), "something came twice");
        }
    }

    @Test
    void theClockComesDown() {
        FeedConsumer<WatchEventsResponse, Event> consumer = start(calls.injected);
        try {
            Instant time = Instant.parse("2030-01-01T00:00:00Z").plusSeconds(applied.size());
            feed.tick(time);
            Steady.reach(() -> time.equals(clocks().get("")), "the tick did not come to all partitions");
        } finally {
            consumer.stop();
        }
    }

    @Test
    void stoppingDoesNotWait() {
        FeedConsumer<WatchEventsResponse, Event> consumer = start(calls.injected);
        Steady.reach(() -> Watching.threads() >= 2, "not all lanes are served");
        assertEquals(config.lanes(), lanes());
        consumer.stop();
        // Whoever waits for a lane in vain goes on without it, and leaves its thread behind.
        assertEquals(0, lanes(), "stopping did not end the lanes");
    }

    private long lanes() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("feed-" + name))
                .count();
    }

    private Map<String, Instant> clocks() {
        return database.snapshot(tx -> cursors.clocks(tx, name, config.partitions()));
    }

    private FeedConsumer<WatchEventsResponse, Event> start(IngestionServiceBlockingStub stub) {
        FeedConsumer<WatchEventsResponse, Event> consumer = new FeedConsumer<>(
                new ServedFeed(name, stub),
                batches -> tx ->
                        batches.stream().flatMap(FeedBatch::changes).forEach(event -> applied.add(event.getEventId())),
                parts);
        consumer.start();
        return consumer;
    }
}
