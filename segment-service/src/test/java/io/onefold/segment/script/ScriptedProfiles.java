package io.onefold.segment.script;

import com.google.common.collect.Lists;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Cursor;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.BatchGetFactsResponse;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.GetProgressResponse;
import io.onefold.proto.profile.v1.ProfileBatch;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ProfileItem;
import io.onefold.proto.profile.v1.ProfileServiceGrpc;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.profile.v1.ScannedProfile;
import io.onefold.proto.profile.v1.TouchedBehaviour;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.PartitionCursor;
import io.onefold.proto.type.v1.Tick;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** A profile-service whose profiles the tests write: versions, facts, scan and feed agree with each other as the contract says. */
@Singleton
public class ScriptedProfiles implements ProfileServiceGrpc.AsyncService {
    public static final String WORKSPACE = "dev";
    private static final int PARTITIONS = 16;
    private static final long EPOCH = 7;
    private static final int SCAN_CHUNK = 100;

    private final int port;
    private final Map<UUID, Person> people = new HashMap<>();
    private final List<List<ProfileItem>> feed = new ArrayList<>();
    private final AtomicReference<@Nullable Runnable> beforeFacts = new AtomicReference<>();
    private final Map<String, Runnable> duringScanOf = new ConcurrentHashMap<>();
    private final Map<String, String> outcomeOfScanOf = new ConcurrentHashMap<>();
    private final Map<UUID, UnaryOperator<ProfileFacts>> answers = new ConcurrentHashMap<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> scans = new ConcurrentHashMap<>();
    private @Nullable Server server;
    private volatile boolean stopping;
    private Instant clock = Instant.EPOCH;

    ScriptedProfiles(@ConfigProperty(name = "onefold.profiles.port") int port) {
        this.port = port;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            feed.add(new ArrayList<>());
        }
    }

    void start(@Observes StartupEvent event) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(ProfileServiceGrpc.bindService(this))
                .build()
                .start();
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopping = true;
        notifyAll();
        if (server != null) {
            server.shutdownNow();
        }
    }

    /** Adds events to a profile; gives the token of everything so far. */
    public String happen(UUID id, Person.Happening... happenings) {
        return happenIn(WORKSPACE, id, happenings);
    }

    /** The same in another workspace. */
    public synchronized String happenIn(String workspace, UUID id, Person.Happening... happenings) {
        Person before = people.getOrDefault(id, Person.fresh(id, workspace));
        Person person = before.with(List.of(happenings));
        ProfileChange.Builder change = change(person, ProfileChange.Cause.CAUSE_EVENT);
        for (Person.Happening one : happenings) {
            change.addBehaviours(TouchedBehaviour.newBuilder()
                    .setType(EventType.EVENT_TYPE_TRACK)
                    .setName(one.name())
                    .setChannel(Channel.CHANNEL_WEB));
        }
        List.of(happenings).stream()
                .map(Person.Happening::time)
                .min(Comparator.naturalOrder())
                .ifPresent(earliest -> change.setEarliestEventTime(PersonCodec.timestamp(earliest)));
        if (before.exists() && PersonCodec.firstTimes(before).equals(PersonCodec.firstTimes(person))) {
            change.setPreviousVersion(before.version());
            for (Person.Happening one : happenings) {
                change.addEvents(one.event(workspace));
            }
        } else {
            change.setContact(Contact.getDefaultInstance());
        }
        return publish(person, change.build());
    }

    /** {@code from} becomes part of {@code to}. */
    public synchronized String merge(UUID from, UUID to) {
        Person absorbed = known(from);
        Person merged = known(to).with(absorbed.happenings());
        Person gone = absorbed.absorbedBy(to);
        publish(
                gone,
                change(gone, ProfileChange.Cause.CAUSE_MERGE)
                        .setResolvesTo(to.toString())
                        .build());
        return publish(
                merged,
                change(merged, ProfileChange.Cause.CAUSE_MERGE)
                        .addAbsorbedProfileIds(from.toString())
                        .build());
    }

    /** The person behind a profile is erased. */
    public synchronized String erase(UUID id) {
        Person gone = known(id).erased();
        return publish(
                gone,
                change(gone, ProfileChange.Cause.CAUSE_ERASURE).setErased(true).build());
    }

    /** A profile loses its events of a name, since they were an erased person's. */
    public synchronized String loses(UUID id, String name) {
        Person less = known(id).without(name);
        return publish(less, change(less, ProfileChange.Cause.CAUSE_ERASURE).build());
    }

    /** An item as it stands, whatever the profile is by now. */
    public synchronized String tell(ProfileChange change) {
        UUID id = UUID.fromString(change.getProfileId());
        feed.get(known(id).partition(PARTITIONS))
                .add(ProfileItem.newBuilder().setChange(change).build());
        notifyAll();
        return token().encode();
    }

    /** A profile's item that brings an event, at a version. */
    public static ProfileChange.Builder item(UUID id, long version, Person.Happening one) {
        return ProfileChange.newBuilder()
                .setWorkspace(WORKSPACE)
                .setProfileId(id.toString())
                .setVersion(version)
                .setCause(ProfileChange.Cause.CAUSE_EVENT)
                .setExists(true)
                .setPreviousVersion(version - 1)
                .addEvents(one.event(WORKSPACE));
    }

    /** The clock of the workspace comes to an instant. */
    public synchronized void tick(Instant time) {
        clock = clock.isAfter(time) ? clock : time;
        tickOf(WORKSPACE, time);
    }

    /** Another clock comes to an instant: a workspace's, or with an empty name that of real time. */
    public synchronized void tickOf(String workspace, Instant time) {
        feed.forEach(partition -> partition.add(item(workspace, time)));
        notifyAll();
    }

    /** The clock of the workspace comes to an instant in a profile's partition, and in no other yet. */
    public synchronized void tickAt(UUID id, Instant time) {
        feed.get(known(id).partition(PARTITIONS)).add(item(WORKSPACE, time));
        notifyAll();
    }

    private static ProfileItem item(String workspace, Instant time) {
        return ProfileItem.newBuilder()
                .setTick(Tick.newBuilder().setWorkspace(workspace).setTime(PersonCodec.timestamp(time)))
                .build();
    }

    /** What is answered of a profile is turned into something else, until it is told to be itself. */
    public void answer(UUID id, UnaryOperator<ProfileFacts> otherwise) {
        answers.put(id, otherwise);
    }

    /** Questions that are refused until it is ended. */
    public final class Refusal implements AutoCloseable {
        private final Optional<UUID> id;
        private final String name;
        private final Status status;
        private final AtomicInteger count = new AtomicInteger();

        private Refusal(Optional<UUID> id, String name, Status status) {
            this.id = id;
            this.name = name;
            this.status = status;
        }

        private boolean concerns(BatchGetFactsRequest request) {
            return id.map(one -> request.getProfileIdsList().contains(one.toString()))
                            .orElse(true)
                    && (name.isEmpty()
                            || request.getSelectorsList().stream()
                                    .anyMatch(selector -> selector.getName().equals(name)));
        }

        public int count() {
            return count.get();
        }

        @Override
        public void close() {
            refusals.remove(this);
        }
    }

    /** Whoever asks for events of a name of a profile, or with an empty name for anything of it, is refused. */
    public Refusal refuse(UUID id, String name, Status status) {
        return refused(new Refusal(Optional.of(id), name, status));
    }

    /** Whoever asks anything is refused. */
    public Refusal refuseEverything(Status status) {
        return refused(new Refusal(Optional.empty(), "", status));
    }

    private Refusal refused(Refusal refusal) {
        refusals.add(refusal);
        return refusal;
    }

    /** How many scans asked for events of a name. */
    public int scansOf(String name) {
        return scans.getOrDefault(name, 0);
    }

    /** Where the clock stands; it never goes back, also when a tick says so. */
    public synchronized Instant clock() {
        return clock;
    }

    /** Sends a change that says nothing new, as a feed that is read again does. */
    public synchronized String repeat(UUID id) {
        Person person = known(id);
        return publish(person, change(person, ProfileChange.Cause.CAUSE_MERGE).build());
    }

    /** Runs once, after the service asked for facts and before it gets an answer. */
    public void onceBeforeFacts(Runnable action) {
        beforeFacts.set(action);
    }

    /**
     * Runs once, in the middle of the next scan that asks for events of a name: what the scan goes on to tell is from before. Scans of
     * other tests' audiences may still be under way.
     */
    public void onceDuringScanOf(String name, Runnable action) {
        duringScanOf.put(name, action);
    }

    /** The next scan that asks for events of a name ends in the middle with `fail`, stays silent from there on with `hang`, or tells of nobody with `empty`. */
    public void nextScanOf(String name, String outcome) {
        outcomeOfScanOf.put(name, outcome);
    }

    private Person known(UUID id) {
        return people.getOrDefault(id, Person.fresh(id, WORKSPACE));
    }

    private ProfileChange.Builder change(Person person, ProfileChange.Cause cause) {
        return ProfileChange.newBuilder()
                .setWorkspace(person.workspace())
                .setProfileId(person.id().toString())
                .setVersion(person.version())
                .setCause(cause)
                .setExists(person.exists());
    }

    private String publish(Person person, ProfileChange change) {
        people.put(person.id(), person);
        feed.get(person.partition(PARTITIONS))
                .add(ProfileItem.newBuilder().setChange(change).build());
        notifyAll();
        return token().encode();
    }

    public synchronized ConsistencyToken token() {
        Map<Integer, Long> heads = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            heads.put(partition, (long) feed.get(partition).size());
        }
        return ConsistencyToken.of("profiles", EPOCH, heads);
    }

    /** A token that stands for nothing in particular: with it a listing waits for the audience to be live, and for no more. */
    public static String anyToken() {
        return ConsistencyToken.of("profiles", EPOCH, Map.of()).encode();
    }

    private synchronized List<Person> snapshot() {
        return people.values().stream()
                .sorted(Comparator.comparing(person -> person.id().toString()))
                .toList();
    }

    private synchronized Person person(UUID id) {
        return known(id);
    }

    @Override
    public void batchGetFacts(BatchGetFactsRequest request, StreamObserver<BatchGetFactsResponse> observer) {
        BatchGetFactsResponse.Builder response = BatchGetFactsResponse.newBuilder();
        for (Refusal refusal : refusals) {
            if (refusal.concerns(request)) {
                refusal.count.incrementAndGet();
                observer.onError(refusal.status.asRuntimeException());
                return;
            }
        }
        for (String id : request.getProfileIdsList()) {
            UUID profileId = UUID.fromString(id);
            response.addProfiles(told(profileId, person(profileId), request.getSelectorsList()));
        }
        runOnce(beforeFacts);
        observer.onNext(response.build());
        observer.onCompleted();
    }

    private ProfileFacts told(UUID id, Person person, List<FactSelector> selectors) {
        return answers.getOrDefault(id, UnaryOperator.identity()).apply(PersonCodec.facts(person, selectors));
    }

    @Override
    public void scanProfiles(ScanProfilesRequest request, StreamObserver<ScanProfilesResponse> observer) {
        request.getSelectorsList().forEach(selector -> scans.merge(selector.getName(), 1, Integer::sum));
        String outcome = request.getSelectorsList().stream()
                .flatMap(selector -> Stream.ofNullable(outcomeOfScanOf.remove(selector.getName())))
                .findFirst()
                .orElse("");
        List<Person> before = outcome.equals("empty") ? List.of() : snapshot();
        observer.onNext(ScanProfilesResponse.getDefaultInstance());
        request.getSelectorsList().forEach(selector -> runOnce(duringScanOf.remove(selector.getName())));
        List<Person> asked = before.stream()
                .filter(person -> person.exists() && isAsked(person, request.getWorkspace()))
                .toList();
        for (List<Person> some : Lists.partition(asked, SCAN_CHUNK)) {
            ScanProfilesResponse.Builder answer = ScanProfilesResponse.newBuilder();
            some.forEach(person -> answer.addProfiles(
                    ScannedProfile.newBuilder().setFacts(told(person.id(), person, request.getSelectorsList()))));
            observer.onNext(answer.build());
            if (outcome.equals("hang")) {
                return;
            }
            if (outcome.equals("fail")) {
                observer.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
        }
        observer.onCompleted();
    }

    private static boolean isAsked(Person person, String workspace) {
        return workspace.isEmpty() || person.workspace().equals(workspace);
    }

    private static void runOnce(AtomicReference<@Nullable Runnable> hook) {
        runOnce(hook.getAndSet(null));
    }

    private static void runOnce(@Nullable Runnable action) {
        if (action != null) {
            action.run();
        }
    }

    /** A token of a feed further up: here everything is contained as soon as it is written. */
    @Override
    public void getProgress(GetProgressRequest request, StreamObserver<GetProgressResponse> observer) {
        for (Refusal refusal : refusals) {
            if (refusal.id.isEmpty()) {
                observer.onError(refusal.status.asRuntimeException());
                return;
            }
        }
        observer.onNext(GetProgressResponse.newBuilder()
                .setConsistencyToken(token().encode())
                .build());
        observer.onCompleted();
    }

    @Override
    public void watchProfiles(WatchProfilesRequest request, StreamObserver<WatchProfilesResponse> observer) {
        var watcher = (ServerCallStreamObserver<WatchProfilesResponse>) observer;
        watcher.setOnCancelHandler(() -> {
            synchronized (this) {
                notifyAll();
            }
        });
        Map<Integer, Long> positions = new TreeMap<>();
        for (PartitionCursor cursor : request.getCursorsList()) {
            positions.put(
                    cursor.getPartition(),
                    Cursor.decode(cursor.getCursor(), EPOCH).position());
        }
        Thread thread = new Thread(() -> serve(positions, watcher), "scripted-feed");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Map<Integer, Long> positions, ServerCallStreamObserver<WatchProfilesResponse> watcher) {
        try {
            while (!stopping && !watcher.isCancelled()) {
                WatchProfilesResponse response = next(positions);
                if (response.getBatchesCount() > 0) {
                    watcher.onNext(response);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized WatchProfilesResponse next(Map<Integer, Long> positions) throws InterruptedException {
        WatchProfilesResponse.Builder response = WatchProfilesResponse.newBuilder();
        positions.replaceAll((partition, position) -> {
            List<ProfileItem> items = feed.get(partition);
            if (items.size() > position) {
                response.addBatches(ProfileBatch.newBuilder()
                        .setHeader(BatchHeader.newBuilder()
                                .setPartition(partition)
                                .setNextCursor(new Cursor(EPOCH, items.size()).encode()))
                        .addAllItems(items.subList(position.intValue(), items.size())));
            }
            return (long) items.size();
        });
        if (response.getBatchesCount() == 0) {
            wait(500);
        }
        return response.build();
    }
}
