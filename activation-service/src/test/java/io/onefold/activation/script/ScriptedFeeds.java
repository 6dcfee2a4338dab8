package io.onefold.activation.script;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.Cursor;
import io.onefold.proto.profile.v1.ProfileBatch;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.ProfileItem;
import io.onefold.proto.profile.v1.ProfileServiceGrpc;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import io.onefold.proto.segment.v1.MembershipBatch;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipItem;
import io.onefold.proto.segment.v1.ScanMembershipsRequest;
import io.onefold.proto.segment.v1.ScanMembershipsResponse;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.PartitionCursor;
import io.onefold.proto.type.v1.Tick;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The feeds of profiles and memberships, whose items the tests write. The clock ticks by itself unless it is held. */
@Singleton
public class ScriptedFeeds implements ProfileServiceGrpc.AsyncService, AudienceServiceGrpc.AsyncService {
    private static final int PARTITIONS = 16;
    private static final long FIRST_EPOCH = 7;

    private final int port;
    private final List<List<ProfileItem>> profiles = empty();
    private final List<List<MembershipItem>> memberships = empty();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private @Nullable Server server;
    private long profilesEpoch = FIRST_EPOCH;
    private long membershipsEpoch = FIRST_EPOCH;
    private Predicate<ProfileItem> laterProfiles = none -> false;
    private Predicate<MembershipItem> laterMemberships = none -> false;
    private volatile boolean held;
    private Instant lastTick = Instant.EPOCH;
    private volatile boolean stopping;

    ScriptedFeeds(@ConfigProperty(name = "onefold.test.feeds-port") int port) {
        this.port = port;
    }

    private static <T> List<List<T>> empty() {
        List<List<T>> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
        return partitions;
    }

    void start(@Observes @Priority(1) StartupEvent event) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(ProfileServiceGrpc.bindService(this))
                .addService(AudienceServiceGrpc.bindService(this))
                .build()
                .start();
        var unused = clock.scheduleAtFixedRate(this::tick, 0, 300, TimeUnit.MILLISECONDS);
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopping = true;
        clock.shutdownNow();
        notifyAll();
        if (server != null) {
            server.shutdownNow();
        }
    }

    /** Stops or starts the clock of the feeds. */
    public void hold(boolean hold) {
        held = hold;
    }

    /** What the clock said last; while it is held nothing follows. */
    public synchronized Instant lastTick() {
        return lastTick;
    }

    private synchronized void tick() {
        if (!held) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            lastTick = now;
            Tick tick = Tick.newBuilder()
                    .setTime(Timestamp.newBuilder()
                            .setSeconds(now.getEpochSecond())
                            .setNanos(now.getNano()))
                    .build();
            profiles.forEach(partition ->
                    partition.add(ProfileItem.newBuilder().setTick(tick).build()));
            memberships.forEach(partition ->
                    partition.add(MembershipItem.newBuilder().setTick(tick).build()));
            notifyAll();
        }
    }

    /** Stops or starts the memberships on their way to whoever watches. */
    public synchronized void delayMemberships(boolean delay) {
        laterMemberships = any -> delay;
        notifyAll();
    }

    /** Of each partition of the memberships nothing is told any more from the first of some on, until there are none of these. */
    public synchronized void delayMemberships(Predicate<MembershipChange> some) {
        laterMemberships = item -> item.hasChange() && some.test(item.getChange());
        notifyAll();
    }

    /** The same of the profiles. */
    public synchronized void delayProfiles(Predicate<ProfileChange> some) {
        laterProfiles = item -> item.hasChange() && some.test(item.getChange());
        notifyAll();
    }

    @Override
    public synchronized void scanMemberships(
            ScanMembershipsRequest request, StreamObserver<ScanMembershipsResponse> observer) {
        ScanMembershipsResponse.Builder first = ScanMembershipsResponse.newBuilder();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Cursor head =
                    new Cursor(membershipsEpoch, memberships.get(partition).size());
            first.addWatchCursors(
                    PartitionCursor.newBuilder().setPartition(partition).setCursor(head.encode()));
        }
        observer.onNext(first.build());
        observer.onCompleted();
    }

    /** As after a restore of the audiences' store: a new epoch, in which some of what was told was never told. */
    public synchronized void restoreMemberships(Predicate<MembershipChange> lost) {
        memberships.forEach(partition -> partition.removeIf(item -> item.hasChange() && lost.test(item.getChange())));
        membershipsEpoch++;
        notifyAll();
    }

    /** As after a restore of the profiles' store of which nothing was lost. */
    public synchronized void restoreProfiles() {
        profilesEpoch++;
        notifyAll();
    }

    public synchronized void publish(ProfileChange change) {
        profiles.get(partition(change.getProfileId()))
                .add(ProfileItem.newBuilder().setChange(change).build());
        notifyAll();
    }

    public synchronized void publish(MembershipChange change) {
        memberships
                .get(partition(change.getProfileId()))
                .add(MembershipItem.newBuilder().setChange(change).build());
        notifyAll();
    }

    private static int partition(String profileId) {
        return Bucket.of(UUID.fromString(profileId)) / (Bucket.COUNT / PARTITIONS);
    }

    @Override
    public void watchProfiles(WatchProfilesRequest request, StreamObserver<WatchProfilesResponse> observer) {
        serve(
                request.getCursorsList(),
                observer,
                profiles,
                item -> laterProfiles.test(item),
                this::epochOfProfiles,
                slices -> WatchProfilesResponse.newBuilder()
                        .addAllBatches(slices.stream()
                                .map(slice -> ProfileBatch.newBuilder()
                                        .setHeader(slice.header())
                                        .addAllItems(slice.items())
                                        .build())
                                .toList())
                        .build());
    }

    @Override
    public void watchMemberships(WatchMembershipsRequest request, StreamObserver<WatchMembershipsResponse> observer) {
        serve(
                request.getCursorsList(),
                observer,
                memberships,
                item -> laterMemberships.test(item),
                this::epochOfMemberships,
                slices -> WatchMembershipsResponse.newBuilder()
                        .addAllBatches(slices.stream()
                                .map(slice -> MembershipBatch.newBuilder()
                                        .setHeader(slice.header())
                                        .addAllItems(slice.items())
                                        .build())
                                .toList())
                        .build());
    }

    private record Slice<I>(BatchHeader header, List<I> items) {}

    private <I, R> void serve(
            List<PartitionCursor> cursors,
            StreamObserver<R> observer,
            List<List<I>> feed,
            Predicate<I> later,
            LongSupplier epochNow,
            Function<List<Slice<I>>, R> render) {
        long epoch = epochNow.getAsLong();
        var watcher = (ServerCallStreamObserver<R>) observer;
        watcher.setOnCancelHandler(this::wake);
        Map<Integer, Long> positions = new TreeMap<>();
        for (PartitionCursor asked : cursors) {
            Cursor cursor = Cursor.decode(asked.getCursor(), epoch);
            if (cursor.epoch() != epoch) {
                observer.onError(lost(asked.getPartition()));
                return;
            }
            positions.put(asked.getPartition(), cursor.position());
        }
        Thread thread = new Thread(
                () -> {
                    while (!stopping && !watcher.isCancelled()) {
                        if (epochNow.getAsLong() != epoch) {
                            watcher.onCompleted();
                            return;
                        }
                        List<Slice<I>> slices = next(feed, later, epochNow, epoch, positions);
                        if (!slices.isEmpty()) {
                            watcher.onNext(render.apply(slices));
                        }
                    }
                },
                "scripted-feed");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void wake() {
        notifyAll();
    }

    public synchronized long epochOfProfiles() {
        return profilesEpoch;
    }

    public synchronized long epochOfMemberships() {
        return membershipsEpoch;
    }

    private static StatusRuntimeException lost(int partition) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason("CURSOR_LOST")
                        .putMetadata("partition", Integer.toString(partition))
                        .build()))
                .build());
    }

    private synchronized <I> List<Slice<I>> next(
            List<List<I>> feed, Predicate<I> later, LongSupplier epochNow, long epoch, Map<Integer, Long> positions) {
        if (epochNow.getAsLong() != epoch) {
            return List.of();
        }
        List<Slice<I>> slices = new ArrayList<>();
        positions.replaceAll((partition, position) -> {
            List<I> items = feed.get(partition);
            int upTo = position.intValue();
            while (upTo < items.size() && !later.test(items.get(upTo))) {
                upTo++;
            }
            if (upTo > position) {
                BatchHeader header = BatchHeader.newBuilder()
                        .setPartition(partition)
                        .setNextCursor(new Cursor(epoch, upTo).encode())
                        .setRemaining(items.size() - upTo)
                        .build();
                slices.add(new Slice<>(header, List.copyOf(items.subList(position.intValue(), upTo))));
            }
            return (long) upTo;
        });
        if (slices.isEmpty()) {
            try {
                wait(500);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                stopping = true;
            }
        }
        return slices;
    }
}
