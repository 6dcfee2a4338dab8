package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.devstack.Wait;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.sql.Database;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.type.v1.Erasure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is erased out of any history: what remains is what the others alone would have made. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class ErasureHistoriesTest {
    private static final long SEED = 20_111_210L;
    private static final int HISTORIES = 60;
    private static final int WRITERS = 4;

    @Inject
    Database database;

    @Inject
    RuleBook rules;

    @Test
    void whatRemainsIsWhatTheOthersAloneHadMade() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            qt().withFixedSeed(SEED)
                    .withExamples(HISTORIES)
                    .withShrinkCycles(0)
                    .forAll(Histories.historiesWithoutTies(), longs().all())
                    .checkAssert((events, seed) -> eraseOneOf(identity, events, new Random(seed)));
        }
    }

    private void eraseOneOf(IdentityClient identity, List<Event> events, Random random) {
        String workspace = workspace();
        tell(identity, workspace, events);
        StoredIdentity before = StoredIdentity.read(database, workspace);
        List<UUID> people = before.owners().values().stream()
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
        if (people.isEmpty()) {
            return;
        }
        UUID person = people.get(random.nextInt(people.size()));
        Erasure erasure = IdentityClient.erasure(workspace, identity.fix(workspace, person.toString()));
        List<IdentityChange> changes = identity.erase(erasure).getChangesList();
        assertFalse(changes.isEmpty());

        StoredIdentity after = StoredIdentity.read(database, workspace);
        after.agreesWithTheReference(rules.of(workspace).current());
        Set<String> erased = Set.copyOf(erasure.getRecordIdsList());
        assertTrue(after.owners().keySet().stream().noneMatch(record -> erased.contains(record.toString())));

        String others = workspace();
        tell(
                identity,
                others,
                events.stream()
                        .filter(event -> !erased.contains(recordOf(workspace, event)))
                        .toList());
        assertEquals(StoredIdentity.read(database, others).people(), after.people());

        tell(identity, workspace, events);
        assertEquals(after.owners(), StoredIdentity.read(database, workspace).owners(), "nobody comes back");
        assertEquals(changes, identity.erase(erasure).getChangesList());
        feedSaysTheSame(identity, workspace, after, erasure);
        comeBack(identity, workspace, events, erasure);
    }

    /** Who is let in again, with all that he ever did, is there again for whoever follows the feed. */
    private void comeBack(IdentityClient identity, String workspace, List<Event> events, Erasure erasure) {
        events.forEach(event -> identity.resolve(event.in(workspace).toBuilder()
                .setErasureOrdinal(erasure.getOrdinal())
                .build()));
        StoredIdentity back = StoredIdentity.read(database, workspace);
        back.agreesWithTheReference(rules.of(workspace).current());
        assertTrue(back.owners()
                .keySet()
                .containsAll(erasure.getRecordIdsList().stream()
                        .map(UUID::fromString)
                        .toList()));
        leadsToWhatIsStored(changesOf(workspace), workspace, back);
    }

    private static void leadsToWhatIsStored(List<IdentityChange> feed, String workspace, StoredIdentity stored) {
        for (int seed = 0; seed < 2; seed++) {
            FeedReplay replay = FeedReplay.inAnyOrder(feed, workspace, seed);
            stored.owners()
                    .forEach((record, owner) ->
                            assertEquals(owner, replay.owners().getOrDefault(record, Optional.empty())));
            stored.holders()
                    .forEach((identifier, holder) -> assertEquals(
                            holder, replay.holders().getOrDefault(identifier, Optional.empty()), identifier));
        }
    }

    private static String recordOf(String workspace, Event event) {
        return IdentityClient.record(workspace, event.identifiers().toArray(String[]::new))
                .toString();
    }

    /** The feed, also for whoever reads it afterwards, in any order, leads to what is stored, and names nobody who was erased. */
    private void feedSaysTheSame(IdentityClient identity, String workspace, StoredIdentity stored, Erasure erasure) {
        try {
            Wait.until(Duration.ofSeconds(60), "the feed is wiped", () -> identity.isWiped(erasure));
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
        List<IdentityChange> feed = changesOf(workspace);
        Set<String> gone = Set.copyOf(erasure.getIdentifierIdsList());
        feed.stream()
                .flatMap(change -> change.getIdentifiersList().stream())
                .filter(identifier -> identifier.hasIdentifier())
                .map(identifier -> identifier.getIdentifier().getNamespace() + ":"
                        + identifier.getIdentifier().getValue())
                .forEach(named -> assertFalse(
                        gone.contains(IdentityClient.id(workspace, named).toString()), named));
        for (int seed = 0; seed < 2; seed++) {
            FeedReplay replay = FeedReplay.inAnyOrder(feed, workspace, seed);
            assertTrue(replay.erased().containsAll(gone));
            erasure.getRecordIdsList()
                    .forEach(record -> assertEquals(
                            Optional.empty(), replay.owners().getOrDefault(UUID.fromString(record), Optional.empty())));
        }
        leadsToWhatIsStored(feed, workspace, stored);
    }

    private List<IdentityChange> changesOf(String workspace) {
        return database.snapshot(tx -> {
            List<IdentityChange> changes = new ArrayList<>();
            tx.query("select payload from feed_item where workspace = $1", workspace)
                    .forEach(row -> changes.add(parsed(row.getBuffer(0).getBytes())));
            return changes;
        });
    }

    private static IdentityChange parsed(byte[] payload) {
        try {
            return IdentityChange.parseFrom(payload);
        } catch (InvalidProtocolBufferException notOurs) {
            throw new AssertionError(notOurs);
        }
    }

    @Test
    void whoeverFilesBesideAnErasureBringsNobodyBack() throws Exception {
        String workspace = workspace();
        List<Erasure> erasures = new ArrayList<>();
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(SEED + writer);
                writing.add(writers.submit(() -> {
                    for (int request = 0; request < 60; request++) {
                        identity.resolve(List.of(
                                event(random).in(workspace), event(random).in(workspace)));
                    }
                }));
            }
            Random random = new Random(SEED);
            while (writing.stream().anyMatch(one -> !one.isDone())) {
                Set<String> people = StoredIdentity.read(database, workspace).owners().values().stream()
                        .flatMap(Optional::stream)
                        .map(UUID::toString)
                        .collect(Collectors.toCollection(TreeSet::new));
                people.stream()
                        .skip(random.nextInt(people.size() + 1))
                        .findFirst()
                        .ifPresent(person -> {
                            try {
                                Erasure erasure = IdentityClient.erasure(workspace, identity.fix(workspace, person));
                                identity.erase(erasure);
                                erasures.add(erasure);
                            } catch (StatusRuntimeException mergedMeanwhile) {
                                assertEquals(
                                        Status.Code.NOT_FOUND,
                                        mergedMeanwhile.getStatus().getCode());
                            }
                        });
            }
            for (Future<?> one : writing) {
                one.get();
            }
            writers.shutdown();
        }
        assertFalse(erasures.isEmpty());
        StoredIdentity stored = StoredIdentity.read(database, workspace);
        stored.agreesWithTheReference(rules.of(workspace).current());
        Set<String> erased = new HashSet<>();
        erasures.forEach(erasure -> erased.addAll(erasure.getRecordIdsList()));
        assertTrue(stored.owners().keySet().stream().noneMatch(record -> erased.contains(record.toString())));
        long left = database.snapshot(tx -> tx.query("""
                        select count(*)
                        from evidence e
                        join tombstone t on t.bucket = e.bucket and t.id = e.record_id""").iterator().next().getLong(0));
        assertEquals(0, left);
    }

    private static Event event(Random random) {
        List<String> identifiers = List.of(
                        "user_id:u" + random.nextInt(12),
                        "email:e" + random.nextInt(24) + "@example.org",
                        "anonymous_id:k" + random.nextInt(60))
                .stream()
                .filter(identifier -> random.nextInt(100) < 55)
                .toList();
        return new Event(random.nextInt(400_000), random.nextInt(8) == 0, identifiers);
    }

    private static void tell(IdentityClient identity, String workspace, List<Event> events) {
        for (Event event : events) {
            identity.resolve(event.in(workspace));
        }
    }

    private static String workspace() {
        return "w-" + UUID.randomUUID().toString().substring(0, 18);
    }
}
