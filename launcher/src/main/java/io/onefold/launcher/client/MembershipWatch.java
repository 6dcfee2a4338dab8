package io.onefold.launcher.client;

import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.onefold.proto.segment.v1.MembershipItem;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches who enters one audience, and when each entry arrived here. */
public final class MembershipWatch implements AutoCloseable {
    /**
     * An entry.
     *
     * @param nanos of {@link System#nanoTime}
     */
    public record Arrival(String profileId, long nanos) {}

    private final Context.CancellableContext call = Context.ROOT.withCancellation();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Thread reader;
    private volatile @Nullable StatusRuntimeException failure;

    /** Watches from cursors on, which a scan gave. */
    public MembershipWatch(SuiteClient client, String audience, List<PartitionCursor> cursors) {
        WatchMembershipsRequest request = WatchMembershipsRequest.newBuilder()
                .setAudience(audience)
                .addAllCursors(cursors)
                .build();
        this.reader =
                new Thread(call.wrap(() -> read(client.audiences().watchMemberships(request))), "watch-" + audience);
        reader.setDaemon(true);
        reader.start();
    }

    /** The next entry, as soon as there is one; empty when none comes within the limit. */
    public Optional<Arrival> next(Duration limit) throws InterruptedException {
        Arrival arrival = arrivals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        StatusRuntimeException failed = failure;
        if (arrival == null && failed != null) {
            throw failed;
        }
        return Optional.ofNullable(arrival);
    }

    private void read(Iterator<WatchMembershipsResponse> responses) {
        try {
            while (responses.hasNext()) {
                WatchMembershipsResponse response = responses.next();
                long now = System.nanoTime();
                response.getBatchesList().forEach(batch -> batch.getItemsList().forEach(item -> take(item, now)));
            }
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Code.CANCELLED) {
                failure = e;
            }
        }
    }

    private void take(MembershipItem item, long now) {
        if (item.hasChange() && item.getChange().getMember()) {
            arrivals.add(new Arrival(item.getChange().getProfileId(), now));
        }
    }

    @Override
    public void close() {
        call.cancel(null);
    }
}
