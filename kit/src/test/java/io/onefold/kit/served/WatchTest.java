package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.kit.feed.FeedReader;
import io.onefold.kit.support.Steady;
import io.onefold.kit.support.Wire;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A watcher's flow control reaches the database: what nobody takes is not read. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class WatchTest {
    private static final int ITEMS = 20_000;

    @Inject
    Feed feed;

    @Inject
    FeedReader reader;

    @Inject
    CountingCodec codec;

    private final ManagedChannel channel = Calls.newChannel();

    /** Consumers of other tests have stopped, and their threads here end a little later. */
    @BeforeEach
    void nobodyIsServed() {
        Steady.reach(() -> Watching.threads() == 0, "a watcher of another test is still served");
    }

    @AfterEach
    void leaveNobodyBehind() {
        channel.shutdownNow();
        Steady.reach(() -> Watching.threads() == 0, "a watcher's thread was not freed");
    }

    @Test
    void aWatcherThatStallsStopsTheServer() throws Exception {
        WatchEventsRequest fromHere = request(100);
        feed.append(ITEMS, 1_000);
        int before = codec.items.get();
        try (Watcher watcher = new Watcher(fromHere)) {
            int first = watcher.take(1);
            int produced = Steady.value(() -> codec.items.get() - before);
            assertTrue(produced < 2_000, "produced for a watcher that took one response: " + produced);
            watcher.takeItems(ITEMS - first);
        }
        Steady.reach(() -> Watching.threads() == 0, "the watcher's thread was not freed");
    }

    @Test
    void cancellingFreesTheThread() throws Exception {
        Watcher watcher = new Watcher(request(100));
        Steady.reach(() -> Watching.threads() == 1, "nobody serves the watcher");
        watcher.close();
        Steady.reach(() -> Watching.threads() == 0, "the watcher's thread was not freed");
    }

    @Test
    void aBrokenConnectionFreesTheThread() throws Exception {
        feed.append(ITEMS, 1_000);
        try (Wire wire = new Wire(Calls.port())) {
            ManagedChannel through = Calls.newChannel(wire.port());
            Watcher stalled = new Watcher(through, WatchEventsRequest.getDefaultInstance());
            stalled.take(1);
            Watcher idle = new Watcher(through, request(100));
            Steady.reach(() -> Watching.threads() == 2, "nobody serves the watchers");
            wire.cut();
            Steady.reach(() -> Watching.threads() == 0, "the watchers' threads were not freed");
            assertFalse(stalled.isOpen() && idle.isOpen());
            through.shutdownNow();
        }
    }

    @Test
    void aWakeUpBringsNewsAtOnce() throws Exception {
        try (Watcher watcher = new Watcher(request(100))) {
            Steady.reach(() -> Watching.threads() == 1, "nobody serves the watcher");
            watcher.request(1_000);
            long[] times = new long[20];
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                feed.append(1, 10);
                watcher.takeItems(1);
                times[i] = System.nanoTime() - start;
            }
            // Who only looks for itself takes a second each time; that a busy machine holds up some is nothing.
            long middle = Arrays.stream(times).sorted().toArray()[times.length / 2];
            assertTrue(middle < Duration.ofMillis(900).toNanos(), "news took " + middle / 1e6 + " ms");
        }
    }

    @Test
    void aLostWakeUpCostsAtMostTheRecheck() throws Exception {
        try (Watcher watcher = new Watcher(request(100))) {
            Steady.reach(() -> Watching.threads() == 1, "nobody serves the watcher");
            feed.appendInSilence(3);
            watcher.takeItems(3);
        }
    }

    @Test
    void watchersBeyondTheLimitAreToldToComeBack() throws Exception {
        java.util.List<Watcher> watchers = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            watchers.add(new Watcher(request(100)));
        }
        Steady.reach(() -> Watching.threads() == 8, "not all watchers are served");
        Watcher tooMany = new Watcher(request(100));
        assertEquals(io.grpc.Status.Code.RESOURCE_EXHAUSTED, tooMany.closed().getCode());
        watchers.forEach(Watcher::close);
        Steady.reach(() -> Watching.threads() == 0, "the watchers' threads were not freed");
    }

    private WatchEventsRequest request(int maxItems) {
        return WatchEventsRequest.newBuilder()
                .addAllCursors(reader.heads())
                .setMaxItems(maxItems)
                .build();
    }

    /** A watcher that asks for messages one by one. */
    private final class Watcher implements AutoCloseable {
        private final ClientCall<WatchEventsRequest, WatchEventsResponse> call;
        private final BlockingQueue<WatchEventsResponse> received = new LinkedBlockingQueue<>();
        private final java.util.concurrent.CompletableFuture<io.grpc.Status> closed =
                new java.util.concurrent.CompletableFuture<>();

        Watcher(WatchEventsRequest request) {
            this(channel, request);
        }

        Watcher(ManagedChannel channel, WatchEventsRequest request) {
            call = channel.newCall(IngestionServiceGrpc.getWatchEventsMethod(), CallOptions.DEFAULT);
            Metadata headers = new Metadata();
            headers.put(Calls.AUTHORIZATION, "Bearer dev-internal");
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(WatchEventsResponse message) {
                            received.add(message);
                        }

                        @Override
                        public void onClose(io.grpc.Status status, Metadata trailers) {
                            closed.complete(status);
                        }
                    },
                    headers);
            call.sendMessage(request);
            call.halfClose();
        }

        void request(int messages) {
            call.request(messages);
        }

        int take(int messages) throws InterruptedException {
            call.request(messages);
            int items = 0;
            for (int i = 0; i < messages; i++) {
                items += next();
            }
            return items;
        }

        void takeItems(int items) throws InterruptedException {
            int got = 0;
            while (got < items) {
                call.request(1);
                got += next();
            }
        }

        private int next() throws InterruptedException {
            WatchEventsResponse response = received.poll(60, TimeUnit.SECONDS);
            assertTrue(response != null, "no response came");
            return response.getBatchesList().stream()
                    .mapToInt(batch -> batch.getItemsCount())
                    .sum();
        }

        boolean isOpen() {
            return !closed.isDone();
        }

        io.grpc.Status closed() {
            return closed.orTimeout(60, TimeUnit.SECONDS).join();
        }

        @Override
        public void close() {
            call.cancel("enough", null);
        }
    }
}
