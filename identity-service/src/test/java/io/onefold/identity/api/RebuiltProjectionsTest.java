package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.devstack.DevStackTestResource;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.sql.Database;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.operations.v1.GetStateHashRequest;
import io.onefold.proto.operations.v1.ProjectionServiceGrpc;
import io.onefold.proto.operations.v1.RebuildProjectionsRequest;
import io.onefold.proto.operations.v1.RebuildProjectionsResponse;
import io.onefold.proto.operations.v1.RebuildResult;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is spoilt or dropped of the projections is derived anew from records, evidence and rules, and told; the state hash is the same again. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class RebuiltProjectionsTest {
    private static final String WORKSPACE = "dev";
    private static final int EVENTS = 300;

    /** What nobody is told of: it says nothing of any person by itself. */
    private static final List<String> UNSEEN = List.of(
            "update record set first_seen = null where workspace = 'dev'",
            "update record set last_matters = not last_matters where workspace = 'dev'",
            """
            delete from identifier_record l
            using identifier i
            where i.bucket = l.bucket and i.identifier_id = l.identifier_id and i.workspace = 'dev'""",
            """
            insert into identifier_record (bucket, identifier_id, record_id, record_bucket)
            select i.bucket, i.identifier_id, r.record_id, r.bucket
            from (select * from identifier where workspace = 'dev' order by identifier_id limit 5) i
            cross join (select * from record where workspace = 'dev' order by record_id limit 5) r
            on conflict do nothing""",
            """
            update identifier_record l
            set record_bucket = (l.record_bucket + 1) % 1024
            from identifier i
            where i.bucket = l.bucket and i.identifier_id = l.identifier_id and i.workspace = 'dev'""");

    private static final List<String> SEEN = List.of(
            "update record set profile_id = null where workspace = 'dev' and profile_id is not null",
            """
            update record
            set profile_id = (select profile_id from profile where workspace = 'dev' order by profile_id limit 1)
            where workspace = 'dev' and profile_id is not null""",
            "update identifier set holder = null, candidates = '{}' where workspace = 'dev' and holder is not null",
            """
            update identifier
            set holder = null, candidates = array[(select profile_id from profile where workspace = 'dev' order by profile_id limit 1)]
            where workspace = 'dev' and holder is not null""",
            """
            update identifier
            set holder = (select profile_id from profile where workspace = 'dev' order by profile_id limit 1)
            where workspace = 'dev' and value = 'noemail@example.com'""",
            """
            update identifier
            set candidates = array[(select profile_id from profile where workspace = 'dev' order by profile_id desc limit 1)]
            where workspace = 'dev' and value = 'noemail@example.com'""",
            "update profile set record_count = record_count + 1 where workspace = 'dev' and record_count > 0",
            """
            update profile
            set record_count = 0, record_hash = '00000000-0000-0000-0000-000000000000'
            where workspace = 'dev' and record_count > 0""");

    @Inject
    Database database;

    @Inject
    RuleBook rules;

    @Inject
    Projections projections;

    @Test
    void whatIsSpoiltIsDerivedAnewAndTold() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            someHistory(identity);
            String right = hash(identity);
            assertNothingIsLeftToDo(identity, right);
            for (String damage : UNSEEN) {
                assertCorrected(identity, damage, right, false);
            }
            for (String damage : SEEN) {
                assertCorrected(identity, damage, right, true);
            }
            UNSEEN.forEach(this::damage);
            // One after the other they would leave each other nothing to spoil.
            SEEN.subList(1, SEEN.size()).stream()
                    .filter(RebuiltProjectionsTest::leavesMoreToSpoil)
                    .forEach(this::damage);
            assertNotEquals(right, hash(identity));
            rebuild(identity);
            assertEquals(right, hash(identity));
            assertNothingIsLeftToDo(identity, right);
            whoReadsTheFeedIsCorrectedToo(identity);
        }
    }

    private static boolean leavesMoreToSpoil(String damage) {
        return !damage.contains("candidates = '{}'") && !damage.contains("set candidates");
    }

    /** Nobody else comes in meanwhile: what is right is judged without the gate, and without any lock. */
    @Test
    void whatIsRightIsNotLocked() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            someHistory(identity);
            database.inTransaction(tx -> {
                tx.query("select pg_advisory_xact_lock(hashtextextended('identity:dev', 0))");
                tx.query("lock table record, identifier, identifier_record, profile, evidence in exclusive mode");
                assertEquals(0, rebuild(identity).getCorrectedCount());
            });
        }
    }

    /** What differs is locked, and nothing else: here somebody holds all that the others consist of. */
    @Test
    void onlyWhatDiffersIsLocked() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            someHistory(identity);
            identity.resolve(List.of(new Event(5, false, List.of("user_id:alone")).in(WORKSPACE)));
            String right = hash(identity);
            damage("update record set first_seen = null where record_id = '"
                    + IdentityClient.record(WORKSPACE, "user_id:alone") + "'");
            database.inTransaction(tx -> {
                tx.query(
                        "select from record where record_id <> $1 for update",
                        IdentityClient.record(WORKSPACE, "user_id:alone"));
                tx.query(
                        "select from identifier where identifier_id <> $1 for update",
                        IdentityClient.id(WORKSPACE, "user_id:alone"));
                assertEquals(1, rebuild(identity).getCorrectedCount());
            });
            assertEquals(right, hash(identity));
        }
    }

    /** Broken off after every number of steps, and in the end not at all: the next one does what is left. */
    @Test
    void whatIsBrokenOffIsDoneByTheNextOne() throws InterruptedException {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            someHistory(identity);
            String right = hash(identity);
            assertTrue(isBrokenOffAfter(3));
            assertEquals(right, hash(identity));
            int steps = 1;
            boolean wasBrokenOff = true;
            while (wasBrokenOff) {
                UNSEEN.forEach(this::damage);
                SEEN.subList(1, SEEN.size()).stream()
                        .filter(RebuiltProjectionsTest::leavesMoreToSpoil)
                        .forEach(this::damage);
                wasBrokenOff = isBrokenOffAfter(steps);
                rebuild(identity);
                assertEquals(right, hash(identity), "broken off after " + steps);
                assertEquals(0, rebuild(identity).getCorrectedCount());
                steps *= 3;
            }
            assertNothingIsLeftToDo(identity, right);
            whoReadsTheFeedIsCorrectedToo(identity);
        }
    }

    private boolean isBrokenOffAfter(int most) throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        try {
            projections.rebuild(WORKSPACE, (projection, rows, corrected) -> {
                if (steps.incrementAndGet() == most) {
                    throw new CancellationException("nobody wants it any more");
                }
            });
            return false;
        } catch (CancellationException brokenOff) {
            return true;
        }
    }

    private void assertCorrected(IdentityClient identity, String damage, String right, boolean isSeen) {
        long told = items();
        damage(damage);
        assertNotEquals(right, hash(identity), damage);
        RebuildResult result = rebuild(identity);
        assertNotEquals(right, result.getBefore().getHash(), damage);
        assertEquals(right, result.getAfter().getHash(), damage);
        assertTrue(result.getCorrectedCount() > 0, damage);
        assertEquals(isSeen, items() > told, damage);
        assertNothingIsLeftToDo(identity, right);
    }

    private void assertNothingIsLeftToDo(IdentityClient identity, String right) {
        long told = items();
        RebuildResult again = rebuild(identity);
        assertEquals(0, again.getCorrectedCount());
        assertTrue(again.getLookedAtCount() > 0);
        assertEquals(right, again.getBefore().getHash());
        assertEquals(right, again.getAfter().getHash());
        assertEquals(told, items());
        StoredIdentity.read(database, WORKSPACE)
                .agreesWithTheReference(rules.of(WORKSPACE).current());
    }

    private void whoReadsTheFeedIsCorrectedToo(IdentityClient identity) {
        StoredIdentity stored = StoredIdentity.read(database, WORKSPACE);
        List<IdentityChange> feed = FeedReplay.read(identity, items());
        assertTrue(feed.stream().anyMatch(change -> change.getCause() == IdentityChange.Cause.CAUSE_REBUILD));
        FeedReplay replay = FeedReplay.inAnyOrder(feed, WORKSPACE, 1);
        stored.owners()
                .forEach(
                        (record, owner) -> assertEquals(owner, replay.owners().getOrDefault(record, Optional.empty())));
        stored.holders()
                .forEach((identifier, holder) ->
                        assertEquals(holder, replay.holders().getOrDefault(identifier, Optional.empty())));
    }

    @Test
    void theServiceGoesOnMeanwhile() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            someHistory(identity);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                Random random = new Random(7);
                // The reference takes its time over many.
                Random events = new Random(8);
                List<Event> again =
                        Stream.generate(() -> event(events)).limit(EVENTS).toList();
                do {
                    identity.resolve(List.of(
                            again.get(random.nextInt(EVENTS)).in(WORKSPACE),
                            again.get(random.nextInt(EVENTS)).in(WORKSPACE)));
                } while (!enough.get());
            });
            CompletableFuture<RebuildResult> other = CompletableFuture.supplyAsync(() -> rebuild(identity));
            for (String damage : UNSEEN) {
                damage(damage);
                rebuild(identity);
            }
            other.join();
            enough.set(true);
            load.join();
            rebuild(identity);
            assertNothingIsLeftToDo(identity, hash(identity));
        }
    }

    /** Many clusters, contested values, records of nobody, and somebody who was erased. */
    private void someHistory(IdentityClient identity) {
        Random random = new Random(42);
        for (int i = 0; i < EVENTS; i++) {
            identity.resolve(List.of(event(random).in(WORKSPACE)));
        }
        identity.resolve(List.of(new Event(5, false, List.of("user_id:gone")).in(WORKSPACE)));
        identity.erase(IdentityClient.erasure(WORKSPACE, identity.fixByIdentifier(WORKSPACE, "user_id:gone")));
    }

    private static Event event(Random random) {
        List<String> identifiers = Stream.of(
                        "user_id:u" + random.nextInt(30),
                        "email:e" + random.nextInt(60) + "@example.org",
                        "email:noemail@example.com",
                        "phone:+336123456" + (10 + random.nextInt(60)),
                        "anonymous_id:k" + random.nextInt(200))
                .filter(identifier -> random.nextInt(100) < 40)
                .sorted()
                .toList();
        return new Event(random.nextInt(400_000), random.nextInt(8) == 0, identifiers);
    }

    private void damage(String sql) {
        database.inTransaction(tx -> assertTrue(tx.execute(sql) > 0, sql));
    }

    private long items() {
        return database.snapshot(tx ->
                tx.query("select count(*) from feed_item").iterator().next().getLong(0));
    }

    private static String hash(IdentityClient identity) {
        return ProjectionServiceGrpc.newBlockingStub(identity.as("dev-manage").getChannel())
                .getStateHash(GetStateHashRequest.getDefaultInstance())
                .getStateHash()
                .getHash();
    }

    private static RebuildResult rebuild(IdentityClient identity) {
        Iterator<RebuildProjectionsResponse> steps = ProjectionServiceGrpc.newBlockingStub(
                        identity.as("dev-manage").getChannel())
                .rebuildProjections(RebuildProjectionsRequest.getDefaultInstance());
        assertTrue(steps.next().hasBefore());
        RebuildProjectionsResponse last = RebuildProjectionsResponse.getDefaultInstance();
        while (steps.hasNext()) {
            last = steps.next();
        }
        return last.getResult();
    }
}
