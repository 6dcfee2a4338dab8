package io.onefold.kit.feed;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.PartitionCursor;
import io.onefold.proto.type.v1.Tick;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves a Watch RPC: one thread per watcher reads what follows its cursors and sends it only while the transport takes it, so a slow or
 * dead watcher holds one batch in memory and no more.
 */
@ApplicationScoped
public class FeedServer {
    private static final int DEFAULT_ITEMS = 1000;
    /** Any number of other systems may read slowly: each holds this much and a few copies of it. */
    private static final long MAX_BYTES_OUTSIDE = 128 << 10;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);
    private static final Duration LINGER_PER_ITEM = Duration.ofMillis(2);

    private final FeedReader reader;
    private final Wakeups wakeups;
    private final StatusRenderer renderer;
    private final FeedConfig config;
    private final ExecutorService watchers;
    private volatile boolean stopping;

    public FeedServer(FeedReader reader, Wakeups wakeups, StatusRenderer renderer, FeedConfig config) {
        this.reader = reader;
        this.wakeups = wakeups;
        this.renderer = renderer;
        this.config = config;
        this.watchers = new ThreadPoolExecutor(0, config.maxWatchers(), 30, TimeUnit.SECONDS, new SynchronousQueue<>());
    }

    /** How one service's messages are made of batches. */
    public interface Codec<I, B, R> {
        I change(byte[] payload) throws InvalidProtocolBufferException;

        I tick(Tick tick);

        /** What stands for an item of which nothing is left. */
        I wiped();

        B batch(BatchHeader header, List<I> items);

        R response(List<B> batches);
    }

    /** Begins to serve a watcher; returns at once. The call's thread must not have returned yet. */
    public <I, B, R> void serve(
            Collection<PartitionCursor> cursors,
            int maxItems,
            Codec<I, B, R> codec,
            ServerCallStreamObserver<R> watcher) {
        Outlet<R> outlet = new Outlet<>(watcher);
        Caller caller = Caller.current();
        int limit = maxItems == 0 ? DEFAULT_ITEMS : maxItems;
        try {
            watchers.execute(() -> {
                try {
                    stream(reader.cursors(cursors), limit, caller, codec, outlet);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    outlet.fail(renderer.render(Failures.unavailable("the service is stopping", RETRY_DELAY)));
                } catch (RuntimeException | Error | InvalidProtocolBufferException failure) {
                    outlet.fail(renderer.render(failure));
                }
            });
        } catch (RejectedExecutionException full) {
            if (stopping) {
                throw Failures.unavailable("the service is stopping", RETRY_DELAY);
            }
            throw Failures.overloaded("this replica serves " + config.maxWatchers() + " watchers already", RETRY_DELAY);
        }
    }

    private <I, B, R> void stream(
            Map<Integer, Cursor> cursors, int maxItems, Caller caller, Codec<I, B, R> codec, Outlet<R> outlet)
            throws InterruptedException, InvalidProtocolBufferException {
        while (outlet.awaitReady(config.recheck()) && !stopping) {
            long mark = wakeups.markItems(cursors.keySet());
            long start = System.nanoTime();
            List<FeedReader.Slice> slices =
                    reader.after(cursors, maxItems, caller.isInternal() ? config.maxBytes() : MAX_BYTES_OUTSIDE);
            if (!slices.isEmpty()) {
                send(slices, cursors, caller, codec, outlet);
            }
            if (slices.stream().allMatch(slice -> slice.remaining() == 0)) {
                linger(slices, start);
                wakeups.awaitItems(cursors.keySet(), mark, config.recheck());
            }
        }
        outlet.complete();
    }

    private <I, B, R> void send(
            List<FeedReader.Slice> slices,
            Map<Integer, Cursor> cursors,
            Caller caller,
            Codec<I, B, R> codec,
            Outlet<R> outlet)
            throws InvalidProtocolBufferException {
        List<B> batches = new ArrayList<>(slices.size());
        for (FeedReader.Slice slice : slices) {
            batches.add(batch(slice, caller, codec));
            cursors.put(slice.partition(), slice.next());
        }
        outlet.send(codec.response(batches));
    }

    /** The more there was just now, the more will have come in a moment. */
    private void linger(List<FeedReader.Slice> sent, long start) throws InterruptedException {
        int items = sent.stream().mapToInt(slice -> slice.items().size()).sum();
        long most = Math.min(config.linger().toNanos(), (items - 1) * LINGER_PER_ITEM.toNanos());
        TimeUnit.NANOSECONDS.sleep(most - (System.nanoTime() - start));
    }

    private static <I, B, R> B batch(FeedReader.Slice slice, Caller caller, Codec<I, B, R> codec)
            throws InvalidProtocolBufferException {
        List<I> items = new ArrayList<>(slice.items().size());
        for (StoredItem stored : slice.items()) {
            if (caller.isInternal() || (!stored.isWiped() && isFor(stored, caller.workspace()))) {
                items.add(item(stored, codec));
            }
        }
        BatchHeader header = BatchHeader.newBuilder()
                .setPartition(slice.partition())
                .setNextCursor(slice.next().encode())
                .setRemaining(slice.remaining())
                .setContains(slice.contains())
                .build();
        return codec.batch(header, items);
    }

    private static <I, B, R> I item(StoredItem stored, Codec<I, B, R> codec) throws InvalidProtocolBufferException {
        byte[] change = stored.payload();
        if (change == null) {
            return codec.tick(tick(stored));
        }
        return stored.isWiped() ? codec.wiped() : codec.change(change);
    }

    private static boolean isFor(StoredItem item, String workspace) {
        return item.workspace().equals(workspace)
                || (item.payload() == null && item.workspace().isEmpty());
    }

    private static Tick tick(StoredItem stored) {
        Instant time = Objects.requireNonNull(stored.tick(), "a tick has a time");
        return Tick.newBuilder()
                .setWorkspace(stored.workspace())
                .setTime(
                        Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
                .build();
    }

    /** Before the calls in progress are waited for: these would go on for ever. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        wakeups.signal(Topic.FEED);
        watchers.shutdownNow();
    }
}
