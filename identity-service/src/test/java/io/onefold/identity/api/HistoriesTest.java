package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import io.onefold.devstack.DevStackTestResource;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.sql.Database;
import io.onefold.proto.identity.v1.GetIdentityRequest;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.ResolveResponse;
import io.onefold.proto.identity.v1.Sighting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every history, told through Resolve to a real database. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class HistoriesTest {
    private static final long SEED = 20_111_210L;
    private static final int HISTORIES = 60;
    private static final int WRITERS = 8;
    private static final int REQUESTS = 40;

    @Inject
    Database database;

    @Inject
    RuleBook rules;

    @Test
    void neitherOrderNorBatchesNorRepetitionMatter() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            qt().withFixedSeed(SEED)
                    .withExamples(HISTORIES)
                    .withShrinkCycles(0)
                    .forAll(Histories.historiesWithoutTies(), longs().all())
                    .checkAssert((events, seed) -> {
                        Random random = new Random(seed);
                        String first = workspace();
                        String second = workspace();
                        tell(identity, first, events, random);
                        List<Event> shuffled = new ArrayList<>(events);
                        Collections.shuffle(shuffled, random);
                        tell(identity, second, shuffled, random);
                        StoredIdentity one = StoredIdentity.read(database, first);
                        StoredIdentity other = StoredIdentity.read(database, second);
                        one.agreesWithTheReference(rules.of(first).current());
                        other.agreesWithTheReference(rules.of(second).current());
                        assertEquals(one.people(), other.people());

                        long items = feedItems();
                        tell(identity, second, events, random);
                        assertEquals(items, feedItems());
                        assertEquals(
                                other.owners(),
                                StoredIdentity.read(database, second).owners());
                    });
        }
    }

    @Test
    void everyHistoryEndsWhereTheReferenceDoes() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            qt().withFixedSeed(SEED)
                    .withExamples(HISTORIES)
                    .withShrinkCycles(0)
                    .forAll(Histories.anyHistories(), longs().all())
                    .checkAssert((events, seed) -> {
                        String workspace = workspace();
                        tell(identity, workspace, events, new Random(seed));
                        StoredIdentity.read(database, workspace)
                                .agreesWithTheReference(rules.of(workspace).current());
                    });
        }
    }

    private static void tell(IdentityClient identity, String workspace, List<Event> events, Random random) {
        int at = 0;
        while (at < events.size()) {
            int to = Math.min(events.size(), at + 1 + random.nextInt(6));
            identity.resolve(events.subList(at, to).stream()
                    .map(event -> event.in(workspace))
                    .toList());
            at = to;
        }
    }

    @Test
    void concurrentWritersLoseNothing() throws Exception {
        String workspace = workspace();
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            List<Callable<List<IdentityChange>>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(SEED + writer);
                writers.add(() -> write(identity, workspace, random));
            }
            List<IdentityChange> answered = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
            for (Future<List<IdentityChange>> done : threads.invokeAll(writers)) {
                answered.addAll(done.get());
            }
            threads.shutdown();

            StoredIdentity stored = StoredIdentity.read(database, workspace);
            stored.agreesWithTheReference(rules.of(workspace).current());
            replaysToTheSame(identity, workspace, stored, answered);
            for (UUID id : stored.everyIdEverMinted()) {
                resolves(identity, id, stored);
            }
        }
    }

    /** Half of the requests grow one cluster that all writers share; the others are random. */
    private static List<IdentityChange> write(IdentityClient identity, String workspace, Random random) {
        List<IdentityChange> changes = new ArrayList<>();
        for (int request = 0; request < REQUESTS; request++) {
            List<Sighting> sightings = Stream.generate(() -> event(random).in(workspace))
                    .limit(1 + random.nextInt(5))
                    .toList();
            ResolveResponse response = identity.resolve(sightings);
            changes.addAll(response.getChangesList());
        }
        return changes;
    }

    private static Event event(Random random) {
        List<String> identifiers = Stream.of(
                        "user_id:u" + random.nextInt(6),
                        "email:e" + random.nextInt(12) + "@example.org",
                        "phone:+336123456" + (10 + random.nextInt(12)),
                        "anonymous_id:k" + random.nextInt(40))
                .filter(identifier -> random.nextInt(100) < 45)
                .sorted()
                .toList();
        return new Event(random.nextInt(400_000), random.nextInt(8) == 0, identifiers);
    }

    private void replaysToTheSame(
            IdentityClient identity, String workspace, StoredIdentity stored, List<IdentityChange> answered) {
        List<IdentityChange> feed = FeedReplay.read(identity, feedItems());
        List<IdentityChange> ours = feed.stream()
                .filter(change -> change.getWorkspace().equals(workspace))
                .toList();
        assertEquals(answered.size(), ours.size());
        assertTrue(ours.containsAll(answered));
        for (int seed = 0; seed < 3; seed++) {
            FeedReplay replay = FeedReplay.inAnyOrder(feed, workspace, seed);
            stored.owners()
                    .forEach((record, owner) ->
                            assertEquals(owner, replay.owners().getOrDefault(record, Optional.empty())));
            for (Map.Entry<String, Optional<UUID>> holder : stored.holders().entrySet()) {
                assertEquals(holder.getValue(), replay.holders().getOrDefault(holder.getKey(), Optional.empty()));
            }
            for (UUID id : replay.namedIds()) {
                stored.present(id).ifPresent(present -> assertEquals(present, replay.follow(id)));
            }
        }
    }

    /** Every id leads to a profile that holds records; only that of a record without usable identifiers leads nowhere. */
    private static void resolves(IdentityClient identity, UUID id, StoredIdentity stored) {
        GetIdentityRequest request =
                GetIdentityRequest.newBuilder().setProfileId(id.toString()).build();
        if (stored.leadsNowhere(id)) {
            return;
        }
        UUID present =
                UUID.fromString(identity.as("dev-internal").getIdentity(request).getProfileId());
        assertTrue(stored.owners().containsValue(Optional.of(present)));
    }

    private long feedItems() {
        return database.snapshot(tx ->
                tx.query("select count(*) from feed_item").iterator().next().getLong(0));
    }

    private static String workspace() {
        return "w-" + UUID.randomUUID().toString().substring(0, 18);
    }
}
