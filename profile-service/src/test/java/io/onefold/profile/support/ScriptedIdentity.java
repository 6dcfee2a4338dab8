package io.onefold.profile.support;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.domain.Bucket;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Partitions;
import io.onefold.proto.identity.v1.EraseRecordsRequest;
import io.onefold.proto.identity.v1.EraseRecordsResponse;
import io.onefold.proto.identity.v1.FixPersonRequest;
import io.onefold.proto.identity.v1.FixPersonResponse;
import io.onefold.proto.identity.v1.GetErasureProgressRequest;
import io.onefold.proto.identity.v1.GetErasureProgressResponse;
import io.onefold.proto.identity.v1.IdentifierChange;
import io.onefold.proto.identity.v1.IdentityBatch;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.IdentityServiceGrpc;
import io.onefold.proto.identity.v1.ProfileDigest;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.identity.v1.RecordOwner;
import io.onefold.proto.identity.v1.ResolveRequest;
import io.onefold.proto.identity.v1.ResolveResponse;
import io.onefold.proto.identity.v1.Sighting;
import io.onefold.proto.identity.v1.WatchIdentitiesRequest;
import io.onefold.proto.identity.v1.WatchIdentitiesResponse;
import io.onefold.proto.type.v1.Erasure;
import io.onefold.proto.type.v1.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays identity: a record that is seen for the first time goes to the profile that the test planned for it, else to one of its own, and
 * brings its free identifiers along; a test moves records about with {@link #move}. Every change is one item of the feed and has a version
 * above all before it; Resolve's answer holds the changes that it made itself.
 */
public final class ScriptedIdentity extends IdentityServiceGrpc.IdentityServiceImplBase {
    /** The value of an identifier that several profiles claim. */
    public static final String REFUSED = "claimed by several";

    private final ScriptedFeed<IdentityChange> feed = new ScriptedFeed<>("identities");
    private final Map<String, String> planned = new ConcurrentHashMap<>();
    private final Map<String, RecordOwner> owners = new TreeMap<>();
    private final Map<Identifier, String> holders = new LinkedHashMap<>();
    private final Map<String, List<Identifier>> identifiersOf = new TreeMap<>();
    private final Map<String, IdentityChange> erasures = new LinkedHashMap<>();
    private final Map<String, Long> erased = new TreeMap<>();
    private final List<String> askedToErase = new ArrayList<>();
    private int part = 10_000;
    private boolean comingApart;
    private volatile boolean withholding;
    private long version = 1000;

    /** The profile that a record will belong to when it is seen. */
    public void plan(String recordId, UUID profileId) {
        planned.put(recordId, profileId.toString());
    }

    /** Lets Resolve's answers hold no changes, as if another call had made them: they come by the feed alone. */
    public void withholdAnswers(boolean withhold) {
        withholding = withhold;
    }

    public ConsistencyToken heads() {
        return feed.heads();
    }

    @Override
    public synchronized void resolve(ResolveRequest request, StreamObserver<ResolveResponse> observer) {
        ResolveResponse.Builder response = ResolveResponse.newBuilder();
        Set<String> records = new LinkedHashSet<>();
        for (Sighting sighting : request.getSightingsList()) {
            records.add(sighting.getRecordId());
            if (erased.containsKey(sighting.getRecordId())) {
                if (sighting.getErasureOrdinal() < erased.get(sighting.getRecordId())) {
                    response.addOwners(RecordOwner.newBuilder()
                            .setRecordId(sighting.getRecordId())
                            .setErased(true));
                    continue;
                }
            }
            if (!owners.containsKey(sighting.getRecordId()) && sighting.getIdentifiersCount() > 0) {
                identifiersOf.put(sighting.getRecordId(), sighting.getIdentifiersList());
                String to = planned.getOrDefault(
                        sighting.getRecordId(), UUID.randomUUID().toString());
                IdentityChange change = change(sighting.getWorkspace(), Map.of(sighting.getRecordId(), to), Map.of());
                if (!withholding) {
                    response.addChanges(change);
                }
            }
        }
        records.stream().filter(owners::containsKey).sorted().forEach(r -> response.addOwners(owners.get(r)));
        observer.onNext(response.setConsistencyToken(feed.heads().encode()).build());
        observer.onCompleted();
    }

    /** A record that nobody has seen yet is of somebody who was erased. */
    public synchronized void refuse(String recordId) {
        erased.put(recordId, Long.MAX_VALUE);
    }

    /** How many records an answer lists at most. */
    public synchronized void inPartsOf(int records) {
        part = records;
    }

    /** Whatever an erasure leaves of a person comes apart: one of the records goes to a profile of its own. */
    public synchronized void comingApart(boolean apart) {
        comingApart = apart;
    }

    /** Whom it was asked to erase, each time. */
    public synchronized List<String> askedToErase() {
        return List.copyOf(askedToErase);
    }

    @Override
    public synchronized void eraseRecords(EraseRecordsRequest request, StreamObserver<EraseRecordsResponse> observer) {
        Erasure erasure = request.getErasure();
        askedToErase.add(erasure.getErasureId());
        IdentityChange change = erasures.computeIfAbsent(erasure.getErasureId(), id -> erase(erasure));
        EraseRecordsResponse.Builder response = EraseRecordsResponse.newBuilder();
        if (!withholding) {
            response.addChanges(change);
        }
        observer.onNext(response.setConsistencyToken(feed.heads().encode()).build());
        observer.onCompleted();
    }

    @Override
    public synchronized void getErasureProgress(
            GetErasureProgressRequest request, StreamObserver<GetErasureProgressResponse> observer) {
        observer.onNext(GetErasureProgressResponse.newBuilder()
                .setWiped(erasures.containsKey(request.getErasureId()))
                .build());
        observer.onCompleted();
    }

    /** Everybody's identifiers are his alone; who asks for {@link #REFUSED} is refused as identity does it. */
    @Override
    public synchronized void fixPerson(FixPersonRequest request, StreamObserver<FixPersonResponse> observer) {
        if (request.getIdentifier().getValue().equals(REFUSED)) {
            observer.onError(new StatusRenderer("identity")
                    .render(Failures.identifierContested("user_id:" + REFUSED, List.of("a", "b"))));
            return;
        }
        FixPersonResponse.Builder person = FixPersonResponse.newBuilder();
        int most = part;
        String profile = holders.getOrDefault(
                request.getIdentifier().toBuilder().clearInvalid().build(), request.getProfileId());
        Set<String> theirs = new TreeSet<>(Set.of(profile));
        Set<String> left = Set.copyOf(request.getLeftRecordIdsList());
        owners.forEach((record, owner) -> {
            if (left.contains(record)) {
                theirs.add(owner.getProfileId());
            }
        });
        person.addAllProfileIds(theirs);
        Set<String> ids = new TreeSet<>();
        owners.forEach((record, owner) -> {
            if (theirs.contains(owner.getProfileId()) && person.getRecordIdsCount() == most) {
                person.setPartial(true).addLeftRecordIds(record);
            } else if (theirs.contains(owner.getProfileId())) {
                person.addRecordIds(record);
                identifiersOf.getOrDefault(record, List.of()).forEach(one -> ids.add(Given.id(one)));
            }
        });
        if (person.getPartial()) {
            // What others carry too, and the id, are the rest's.
            person.clearProfileIds();
            ids.clear();
        }
        observer.onNext(person.addAllIdentifierIds(ids).addNamespaces("user_id").build());
        observer.onCompleted();
    }

    /** Has forgotten an erasure, and is told of it again. */
    public synchronized ConsistencyToken eraseAgain(Erasure erasure) {
        erasures.put(erasure.getErasureId(), erase(erasure));
        return feed.heads();
    }

    private IdentityChange erase(Erasure erasure) {
        IdentityChange.Builder change = IdentityChange.newBuilder()
                .setWorkspace(erasure.getWorkspace())
                .setVersion(++version)
                .setCause(IdentityChange.Cause.CAUSE_ERASURE)
                .setErasure(erasure.getOrdinal());
        for (String record : erasure.getRecordIdsList()) {
            RecordOwner owner = owners.remove(record);
            change.addMoves(RecordMove.newBuilder()
                    .setRecordId(record)
                    .setFromProfileId(owner == null ? "" : owner.getProfileId())
                    .setErased(true));
            identifiersOf.remove(record);
            erased.put(record, erasure.getOrdinal());
        }
        holders.values().removeAll(erasure.getProfileIdsList());
        erasure.getIdentifierIdsList()
                .forEach(id ->
                        change.addIdentifiers(IdentifierChange.newBuilder().setErasedIdentifierId(id)));
        erasure.getProfileIdsList()
                .forEach(id -> change.addProfiles(
                        ProfileDigest.newBuilder().setProfileId(id).setErased(true)));
        publish(change.build());
        if (comingApart) {
            change.getMovesList().stream()
                    .map(RecordMove::getFromProfileId)
                    .distinct()
                    .forEach(profile -> comeApart(erasure.getWorkspace(), profile));
        }
        return change.build();
    }

    private void comeApart(String workspace, String profile) {
        List<String> left = owners.values().stream()
                .filter(owner -> owner.getProfileId().equals(profile))
                .map(RecordOwner::getRecordId)
                .toList();
        if (left.size() > 1) {
            var unused = change(
                    workspace,
                    Map.of(left.get(left.size() - 1), UUID.randomUUID().toString()),
                    Map.of());
        }
    }

    /** One change: records go to other profiles and take along the identifiers that only they hold; some ids lead elsewhere. */
    public synchronized IdentityChange move(
            String workspace, Map<String, String> toByRecord, Map<String, String> ends) {
        return change(workspace, toByRecord, ends);
    }

    /** One change: an identifier becomes contested. */
    public synchronized void contest(String workspace, Identifier identifier, List<String> candidates) {
        holders.remove(identifier);
        publish(IdentityChange.newBuilder()
                .setWorkspace(workspace)
                .setVersion(++version)
                .addIdentifiers(
                        IdentifierChange.newBuilder().setIdentifier(identifier).addAllCandidateProfileIds(candidates))
                .build());
    }

    /** Sends an item as it is, however old. */
    public synchronized ConsistencyToken publish(IdentityChange change) {
        String subject = change.getMovesCount() > 0 ? change.getMoves(0).getRecordId() : new UUID(0, 0).toString();
        return feed.append(new Partitions(16).of(Bucket.of(UUID.fromString(subject))), List.of(change));
    }

    /** An item that changes nothing in every partition. */
    public synchronized ConsistencyToken stir(String workspace) {
        return feed.appendToAll(IdentityChange.newBuilder()
                .setWorkspace(workspace)
                .setVersion(++version)
                .build());
    }

    private IdentityChange change(String workspace, Map<String, String> toByRecord, Map<String, String> ends) {
        IdentityChange.Builder change =
                IdentityChange.newBuilder().setWorkspace(workspace).setVersion(++version);
        Set<String> touched = new LinkedHashSet<>(ends.keySet());
        new TreeMap<>(toByRecord).forEach((record, to) -> {
            RecordOwner before = owners.get(record);
            String from = before == null ? "" : before.getProfileId();
            change.addMoves(RecordMove.newBuilder()
                    .setRecordId(record)
                    .setFromProfileId(from)
                    .setToProfileId(to));
            owners.put(
                    record,
                    RecordOwner.newBuilder()
                            .setRecordId(record)
                            .setProfileId(to)
                            .setVersion(version)
                            .build());
            touched.add(to);
            if (!from.isEmpty()) {
                touched.add(from);
            }
        });
        identifiers(toByRecord)
                .forEach((identifier, holder) -> change.addIdentifiers(
                        IdentifierChange.newBuilder().setIdentifier(identifier).setHolderProfileId(holder)));
        touched.forEach(profile -> change.addProfiles(digest(profile, ends.get(profile))));
        IdentityChange built = change.build();
        publish(built);
        return built;
    }

    /** An identifier goes with its record unless another record of its holder holds it too. */
    private Map<Identifier, String> identifiers(Map<String, String> toByRecord) {
        Map<Identifier, String> changed = new LinkedHashMap<>();
        new TreeMap<>(toByRecord).forEach((record, to) -> {
            for (Identifier identifier : identifiersOf.getOrDefault(record, List.of())) {
                String holder = holders.get(identifier);
                if (holder == null || (!holder.equals(to) && !stillHolds(holder, identifier))) {
                    holders.put(identifier, to);
                    changed.put(identifier, to);
                }
            }
        });
        return changed;
    }

    private boolean stillHolds(String profile, Identifier identifier) {
        return owners.values().stream()
                .filter(owner -> owner.getProfileId().equals(profile))
                .anyMatch(owner -> identifiersOf
                        .getOrDefault(owner.getRecordId(), List.of())
                        .contains(identifier));
    }

    private ProfileDigest digest(String profile, @Nullable String resolvesTo) {
        List<String> records = new ArrayList<>();
        owners.values().stream()
                .filter(owner -> owner.getProfileId().equals(profile))
                .forEach(owner -> records.add(owner.getRecordId()));
        return ProfileDigest.newBuilder()
                .setProfileId(profile)
                .setRecordCount(records.size())
                .setResolvesTo(resolvesTo == null ? "" : resolvesTo)
                .build();
    }

    @Override
    public void watchIdentities(WatchIdentitiesRequest request, StreamObserver<WatchIdentitiesResponse> observer) {
        feed.watch(
                request.getCursorsList(),
                request.getMaxItems(),
                slices -> WatchIdentitiesResponse.newBuilder()
                        .addAllBatches(slices.stream()
                                .map(slice -> IdentityBatch.newBuilder()
                                        .setHeader(slice.header())
                                        .addAllItems(slice.items())
                                        .build())
                                .toList())
                        .build(),
                (ServerCallStreamObserver<WatchIdentitiesResponse>) observer);
    }
}
