package io.onefold.launcher.client;

import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.segment.v1.Membership;
import io.onefold.proto.segment.v1.MembershipBatch;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipItem;
import io.onefold.proto.segment.v1.ScanMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.type.v1.PartitionCursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the feed of memberships as any other system may. */
public final class MembershipFeed {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ITEMS = 10_000;

    private final SuiteClient client;

    public MembershipFeed(SuiteClient client) {
        this.client = client;
    }

    /** The memberships of now, and where to watch what comes after them. */
    public record Scan(List<Membership> memberships, List<PartitionCursor> cursors) {}

    public Scan scan() {
        return Retry.within(PATIENCE, () -> {
            List<Membership> memberships = new ArrayList<>();
            List<PartitionCursor> cursors = new ArrayList<>();
            client.audiences()
                    .scanMemberships(ScanMembershipsRequest.getDefaultInstance())
                    .forEachRemaining(response -> {
                        memberships.addAll(response.getMembershipsList());
                        cursors.addAll(response.getWatchCursorsList());
                    });
            return new Scan(memberships, cursors);
        });
    }

    /** Every change from the beginning on, until each partition has told that the clock came to {@code time} and has no more to tell. */
    public List<MembershipChange> changesUntil(Instant time) {
        Set<Integer> partitions = new HashSet<>();
        scan().cursors().forEach(cursor -> partitions.add(cursor.getPartition()));
        if (partitions.isEmpty()) {
            throw new IllegalStateException("the scan of memberships says no cursor from which to watch");
        }
        return Retry.within(PATIENCE, () -> changesUntil(time, partitions));
    }

    private List<MembershipChange> changesUntil(Instant time, Set<Integer> partitions) {
        List<MembershipChange> changes = new ArrayList<>();
        Set<Integer> ticked = new HashSet<>();
        Set<Integer> behind = new HashSet<>(partitions);
        Context.CancellableContext call = Context.current().withCancellation();
        Context before = call.attach();
        try {
            var responses = client.audiences()
                    .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .watchMemberships(WatchMembershipsRequest.newBuilder()
                            .setMaxItems(ITEMS)
                            .build());
            while (!behind.isEmpty()) {
                for (MembershipBatch batch : responses.next().getBatchesList()) {
                    int partition = batch.getHeader().getPartition();
                    if (read(batch, time, changes::add)) {
                        ticked.add(partition);
                    }
                    boolean through =
                            ticked.contains(partition) && batch.getHeader().getRemaining() == 0;
                    var unused = through ? behind.remove(partition) : behind.add(partition);
                }
            }
            return changes;
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Code.DEADLINE_EXCEEDED) {
                throw new SuiteException(
                        "the feed of memberships did not come to %s within %d s in its partitions %s"
                                .formatted(time, PATIENCE.toSeconds(), behind),
                        failure);
            }
            throw failure;
        } finally {
            call.detach(before);
            call.cancel(null);
        }
    }

    /** Whether the batch told that the clock has come to {@code time}. */
    private static boolean read(MembershipBatch batch, Instant time, Consumer<MembershipChange> changes) {
        boolean ticked = false;
        for (MembershipItem item : batch.getItemsList()) {
            switch (item.getItemCase()) {
                case CHANGE -> changes.accept(item.getChange());
                // A tick of real time is no workspace's that is on a replay clock.
                case TICK ->
                    ticked |= !item.getTick().getWorkspace().isEmpty()
                            && !Times.instant(item.getTick().getTime()).isBefore(time);
                case ITEM_NOT_SET -> throw new IllegalStateException("an item of the feed of memberships is empty");
            }
        }
        return ticked;
    }
}
