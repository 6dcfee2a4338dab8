package io.onefold.profile.support;

import io.grpc.stub.ServerCallStreamObserver;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Cursor;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.PartitionCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A feed in memory: what is appended is streamed to every watcher from its cursors, gap-free. */
public final class ScriptedFeed<I> {
    private static final long EPOCH = 7;
    private static final int PARTITIONS = 16;

    private final String name;
    private final List<List<I>> items = new ArrayList<>();
    private final ExecutorService watchers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "scripted-feed");
        thread.setDaemon(true);
        return thread;
    });

    public ScriptedFeed(String name) {
        this.name = name;
        for (int p = 0; p < PARTITIONS; p++) {
            items.add(new ArrayList<>());
        }
    }

    /** A batch of one partition. */
    public record Slice<I>(BatchHeader header, List<I> items) {}

    /** Appends to one partition; the token stands for what was appended. */
    public synchronized ConsistencyToken append(int partition, List<I> added) {
        items.get(partition).addAll(added);
        notifyAll();
        return ConsistencyToken.of(
                name, EPOCH, Map.of(partition, (long) items.get(partition).size()));
    }

    public synchronized ConsistencyToken appendToAll(I item) {
        items.forEach(partition -> partition.add(item));
        notifyAll();
        return heads();
    }

    /** Stands for the next item of a partition. */
    public synchronized ConsistencyToken after(int partition) {
        return ConsistencyToken.of(
                name, EPOCH, Map.of(partition, items.get(partition).size() + 1L));
    }

    public synchronized ConsistencyToken heads() {
        Map<Integer, Long> heads = new HashMap<>();
        for (int p = 0; p < PARTITIONS; p++) {
            heads.put(p, (long) items.get(p).size());
        }
        return ConsistencyToken.of(name, EPOCH, heads);
    }

    public <R> void watch(
            List<PartitionCursor> cursors,
            int maxItems,
            Function<List<Slice<I>>, R> render,
            ServerCallStreamObserver<R> watcher) {
        Map<Integer, Integer> positions = new HashMap<>();
        cursors.forEach(c -> positions.put(
                c.getPartition(), (int) Cursor.decode(c.getCursor(), EPOCH).position()));
        watcher.setOnCancelHandler(this::wake);
        watcher.setOnReadyHandler(this::wake);
        watchers.execute(() -> {
            try {
                while (!watcher.isCancelled()) {
                    List<Slice<I>> slices = next(positions, maxItems, watcher);
                    if (!watcher.isCancelled()) {
                        watcher.onNext(render.apply(slices));
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized List<Slice<I>> next(
            Map<Integer, Integer> positions, int maxItems, ServerCallStreamObserver<?> watcher)
            throws InterruptedException {
        List<Slice<I>> slices = slices(positions, maxItems);
        while (!watcher.isCancelled() && (slices.isEmpty() || !watcher.isReady())) {
            wait(1000);
            slices = slices.isEmpty() ? slices(positions, maxItems) : slices;
        }
        slices.forEach(s -> positions.merge(s.header.getPartition(), s.items.size(), Integer::sum));
        return slices;
    }

    private List<Slice<I>> slices(Map<Integer, Integer> positions, int maxItems) {
        List<Slice<I>> slices = new ArrayList<>();
        int left = maxItems;
        for (Map.Entry<Integer, Integer> position : positions.entrySet()) {
            List<I> all = items.get(position.getKey());
            int to = Math.min(all.size(), position.getValue() + left);
            if (to > position.getValue()) {
                left -= to - position.getValue();
                slices.add(new Slice<>(
                        BatchHeader.newBuilder()
                                .setPartition(position.getKey())
                                .setNextCursor(new Cursor(EPOCH, to).encode())
                                .setRemaining(all.size() - to)
                                .build(),
                        List.copyOf(all.subList(position.getValue(), to))));
            }
        }
        return slices;
    }
}
