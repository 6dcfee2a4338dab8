package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.sql.Database;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.History;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.profile.support.Watch;
import io.onefold.proto.operations.v1.GetStateHashRequest;
import io.onefold.proto.operations.v1.ProjectionServiceGrpc;
import io.onefold.proto.operations.v1.RebuildProjectionsRequest;
import io.onefold.proto.operations.v1.RebuildProjectionsResponse;
import io.onefold.proto.operations.v1.RebuildResult;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.type.v1.Erasure;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is spoilt or dropped of the projections is derived anew, told to everybody downstream, and the state hash is the same again. */
@ServiceTest
class RebuiltProjectionsTest {
    private static final int HISTORIES = 20;

    private static final List<String> UNSEEN = List.of(
            "delete from record_state",
            "update record_state set state = ''",
            "update record_state set state = '\\xff01'");

    private static final List<String> SEEN = List.of(
            """
            update profile
            set existing = false, event_count = 0, enriching_event_count = 0, last_event_time = null, state = '', known = not known""",
            "update profile set state = '\\xff01'",
            "update profile set known = not known",
            "delete from profile_record",
            "delete from profile_identifier",
            "update profile_identifier set value = value || '!'",
            """
            insert into profile_record (bucket, profile_id, record_id)
            select p.bucket, p.profile_id, r.record_id
            from (select bucket, profile_id from profile where workspace = 'dev' and existing order by profile_id limit 1) p
            cross join (select record_id from profile_record order by record_id limit 7) r
            on conflict do nothing""",
            """
            insert into profile_identifier (bucket, profile_id, identifier_id, namespace, value)
            select p.bucket, p.profile_id, i.identifier_id, i.namespace, i.value
            from (select bucket, profile_id from profile where workspace = 'dev' and existing order by profile_id limit 1) p
            cross join (select * from profile_identifier order by identifier_id limit 7) i
            on conflict do nothing""");

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    Database database;

    @Inject
    Projections projections;

    private final Identifier user = Given.identifier("user_id", Given.fresh("ann"));
    private final Identifier mail = Given.identifier("email", Given.fresh("ann") + "@example.org");
    private final UUID profileId = UUID.randomUUID();

    @Test
    void whatIsSpoiltIsDerivedAnewAndTold() {
        someHistories();
        String right = hash();
        assertEquals(0, rebuild().getCorrectedCount());
        for (String damage : UNSEEN) {
            assertCorrected(damage, right, false);
        }
        for (String damage : SEEN) {
            assertCorrected(damage, right, true);
        }
        spoilEverything();
        assertNotEquals(right, hash());
        rebuild();
        assertEquals(right, hash());
        assertNothingIsLeftToDo(right);
    }

    private void assertCorrected(String damage, String right, boolean isSeen) {
        long told = items();
        damage(damage);
        assertNotEquals(right, hash(), damage);
        RebuildResult result = rebuild();
        assertNotEquals(right, result.getBefore().getHash());
        assertEquals(right, result.getAfter().getHash(), damage);
        assertTrue(result.getCorrectedCount() > 0, damage);
        assertEquals(isSeen, items() > told, damage);
        assertNothingIsLeftToDo(right);
    }

    private void assertNothingIsLeftToDo(String right) {
        long told = items();
        RebuildResult again = rebuild();
        assertEquals(0, again.getCorrectedCount());
        assertTrue(again.getLookedAtCount() > 0);
        assertEquals(right, again.getBefore().getHash());
        assertEquals(right, again.getAfter().getHash());
        assertEquals(told, items());
    }

    @Test
    void whoReadsTheFeedIsCorrectedToo() {
        ConsistencyToken token = someone();
        Profile before = door.profile(user, token);
        try (Watch watch = door.watch(door.heads(token), List.of(profileId.toString()))) {
            damage("update profile set state = '\\xff01' where profile_id = '" + profileId + "'");
            rebuild();
            ProfileChange change = watch.until(seen -> !seen.isEmpty()).get(0);
            assertEquals(ProfileChange.Cause.CAUSE_REBUILD, change.getCause());
            assertTrue(change.getVersion() > before.getVersion());
            assertTrue(change.getExists());
            assertEquals(0, change.getPreviousVersion());
            assertEquals(List.of(mail.getValue()), change.getContact().getEmailsList());
            assertEquals("Ann", change.getContact().getFirstName());
            Profile after = door.profile(user, token);
            assertEquals(before.toBuilder().setVersion(change.getVersion()).build(), after);
        }
    }

    /** Who hears of an address before the consent that was lost beside it could write to somebody who said no. */
    @Test
    void noContactIsToldThatDoesNotFollowFromTheEvents() {
        Contact right = contactOf(consenting());
        List<ProfileChange> changes = toldOf(
                "update profile set state = '' where profile_id = '" + profileId + "'",
                "delete from profile_record where profile_id = '" + profileId + "'",
                "delete from profile_identifier where profile_id = '" + profileId + "'");
        assertTrue(changes.stream()
                .filter(ProfileChange::hasContact)
                .allMatch(change -> change.getContact().equals(right)));
        assertTrue(changes.get(changes.size() - 1).hasContact());
    }

    /** All at once: with one address after the other somebody would leave the lists of the others. */
    @Test
    void identifiersThatWereLostAreToldInOneContact() {
        Contact right = contactOf(consenting());
        List<ProfileChange> changes = toldOf("delete from profile_identifier where profile_id = '" + profileId + "'");
        assertEquals(1, changes.size());
        assertEquals(right, changes.get(0).getContact());
    }

    /** Identity can know of one that no event of the profile has brought yet. */
    @Test
    void anIdentifierWithoutAnEventIsRestoredToo() {
        ConsistencyToken token = consenting();
        Identifier card = Given.identifier("loyalty_id", Given.fresh("card"));
        UUID id = UUID.fromString(Given.id(card));
        String row =
                Bucket.of(profileId) + ", '" + profileId + "', '" + id + "', 'loyalty_id', '" + card.getValue() + "'";
        damage(
                "insert into identifier_holder (bucket, identifier_id, workspace, namespace, value, profile_id, candidates, version)"
                        + " values (" + Bucket.of(id) + ", '" + id + "', 'dev', 'loyalty_id', '" + card.getValue()
                        + "', '" + profileId
                        + "', '{}', 1)");
        damage("insert into profile_identifier (bucket, profile_id, identifier_id, namespace, value) values (" + row
                + ")");
        rebuild();
        String right = hash();
        List<ProfileChange> changes = toldOf(
                "delete from profile_identifier where profile_id = '" + profileId + "' and namespace = 'loyalty_id'");
        assertEquals(right, hash());
        assertEquals(1, changes.size());
        assertEquals(List.of(mail.getValue()), changes.get(0).getContact().getEmailsList());
        assertTrue(door.profile(user, token).getIdentifiersList().stream()
                .anyMatch(held -> held.toString().contains(card.getValue())));
    }

    /** What is read by the records is another, and how the profile is reached is not. */
    @Test
    void aRecordThatWasLostIsToldWithoutOne() {
        ConsistencyToken token = consenting();
        Profile before = door.profile(user, token);
        List<ProfileChange> changes = toldOf("delete from profile_record where profile_id = '" + profileId + "'");
        assertTrue(changes.stream().allMatch(change -> change.getExists() && !change.hasContact()));
        long last = changes.get(changes.size() - 1).getVersion();
        assertEquals(before.toBuilder().setVersion(last).build(), door.profile(user, token));
    }

    /** Somebody with two records, who wants no e-mail. */
    private ConsistencyToken consenting() {
        Identifier phone = Given.identifier("phone", "+33612345678");
        upstreams.identity().plan(Given.record(user, mail), profileId);
        upstreams.identity().plan(Given.record(user, phone), profileId);
        ConsistencyToken token = upstreams
                .ingestion()
                .send(List.of(
                        Given.identify(Given.fresh("i"), Given.START, "{\"first_name\":\"Ann\"}", user, mail),
                        Given.event(Given.fresh("c"), Given.START.plusSeconds(1), user, phone)
                                .setName("Consent Updated")
                                .addConsents(Given.consent("email", false))
                                .build()));
        settled(token);
        return token;
    }

    /** As it was told when all was right: a spoilt trait of no weight has it told again. */
    private Contact contactOf(ConsistencyToken token) {
        assertTrue(door.profile(user, token).getConsentsCount() > 0);
        Contact told = toldOf("update profile set known = not known where profile_id = '" + profileId + "'")
                .get(0)
                .getContact();
        assertEquals(List.of(mail.getValue()), told.getEmailsList());
        assertFalse(told.getConsents(0).getGranted());
        return told;
    }

    /** What a rebuild says of the profile after some damage. */
    private List<ProfileChange> toldOf(String... damages) {
        try (Watch watch = door.watch(door.heads(ConsistencyToken.NONE), List.of(profileId.toString()))) {
            for (String damage : damages) {
                damage(damage);
            }
            rebuild();
            long last = version();
            return watch.until(
                    seen -> !seen.isEmpty() && seen.get(seen.size() - 1).getVersion() == last);
        }
    }

    private long version() {
        return database.snapshot(tx -> tx.query("select version from profile where profile_id = $1", profileId)
                .iterator()
                .next()
                .getLong(0));
    }

    /** Broken off after every number of steps, and in the end not at all: the next one does what is left. */
    @Test
    void whatIsBrokenOffIsDoneByTheNextOne() throws InterruptedException {
        someHistories();
        String right = hash();
        assertTrue(isBrokenOffAfter(3));
        assertEquals(right, hash());
        int steps = 1;
        boolean wasBrokenOff = true;
        while (wasBrokenOff) {
            int most = steps;
            try (Watch watch = door.watch(door.heads(ConsistencyToken.NONE), List.of(profileId.toString()))) {
                spoilEverything();
                wasBrokenOff = isBrokenOffAfter(most);
                rebuild();
                assertEquals(right, hash(), "broken off after " + most);
                assertNothingIsLeftToDo(right);
                long last = version();
                List<ProfileChange> told = watch.until(
                        seen -> !seen.isEmpty() && seen.get(seen.size() - 1).getVersion() == last);
                assertTrue(told.stream()
                        .filter(ProfileChange::hasContact)
                        .allMatch(change -> change.getContact().getEmailsList().equals(List.of(mail.getValue()))));
                assertTrue(told.stream().anyMatch(ProfileChange::hasContact));
            }
            steps *= 3;
        }
    }

    private boolean isBrokenOffAfter(int most) throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        try {
            projections.rebuild(Given.WORKSPACE, (projection, rows, corrected) -> {
                if (steps.incrementAndGet() == most) {
                    throw new CancellationException("nobody wants it any more");
                }
            });
            return false;
        } catch (CancellationException brokenOff) {
            return true;
        }
    }

    /** What it did stays, and nobody has to wait for it before the next one. */
    @Test
    void whoAskedCanGoAway() {
        someHistories();
        String right = hash();
        spoilEverything();
        Context.CancellableContext asking = Context.current().withCancellation();
        asking.run(() -> {
            Iterator<RebuildProjectionsResponse> steps = steps();
            assertTrue(steps.next().hasBefore());
            assertTrue(steps.next().hasProgress());
            asking.cancel(null);
            assertThrows(
                    StatusRuntimeException.class, () -> steps.forEachRemaining(step -> assertFalse(step.hasResult())));
        });
        rebuild();
        assertEquals(right, hash());
        assertNothingIsLeftToDo(right);
    }

    @Test
    void theServiceGoesOnMeanwhile() {
        someHistories();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<ConsistencyToken> load = CompletableFuture.supplyAsync(() -> {
            Random random = new Random(7);
            ConsistencyToken sent = ConsistencyToken.NONE;
            do {
                sent = sent.and(new History(upstreams, random).run());
                door.await(sent);
            } while (!enough.get());
            return sent;
        });
        for (String damage : SEEN) {
            // Who comes upon a state that cannot be read sets aside what he brings, and is right.
            if (!damage.contains("xff01")) {
                damage(damage);
                rebuild();
            }
        }
        damage(UNSEEN.get(0));
        rebuild();
        enough.set(true);
        settled(load.join());
        // The fold that was kept all the while is the fold that is made now.
        RebuildResult result = rebuild();
        assertEquals(0, result.getCorrectedCount());
        assertEquals(result.getBefore(), result.getAfter());
    }

    @Test
    void twoAtOnceDoNoHarm() {
        someHistories();
        String right = hash();
        spoilEverything();
        CompletableFuture<RebuildResult> other = CompletableFuture.supplyAsync(this::rebuild);
        rebuild();
        other.join();
        assertEquals(right, hash());
        assertNothingIsLeftToDo(right);
    }

    @Test
    void onlyWhoManagesMayAndOnlyTheOwnWorkspace() {
        someHistories();
        StatusRuntimeException denied = assertThrows(
                StatusRuntimeException.class,
                () -> ProjectionServiceGrpc.newBlockingStub(door.as("dev-read").getChannel())
                        .getStateHash(GetStateHashRequest.getDefaultInstance()));
        assertEquals(Status.Code.PERMISSION_DENIED, denied.getStatus().getCode());
        String right = hash();
        damage(
                "insert into profile (bucket, profile_id, workspace, version, identity_version, existing, known, event_count, "
                        + "enriching_event_count, state) values (0, '00000000-0000-0000-0000-00000000000f', 'other', 1, 1, true, false, 1, 0, '')");
        assertEquals(right, hash());
        assertNothingIsLeftToDo(right);
        damage("delete from profile where workspace = 'other'");
    }

    /** Merges, splits, somebody who was erased, and somebody who is known by an address. */
    private void someHistories() {
        Random random = new Random(42);
        ConsistencyToken token = someone();
        for (int i = 0; i < HISTORIES; i++) {
            token = token.and(new History(upstreams, random).run());
        }
        Identifier gone = Given.identifier("user_id", Given.fresh("gone"));
        UUID erased = UUID.randomUUID();
        upstreams.identity().plan(Given.record(gone), erased);
        token = token.and(upstreams.ingestion().send(List.of(Given.order(Given.fresh("o"), Given.START, "1", gone))));
        token = token.and(upstreams
                .ingestion()
                .erase(Erasure.newBuilder()
                        .setErasureId(UUID.randomUUID().toString())
                        .setWorkspace(Given.WORKSPACE)
                        .setRequestTime(Given.timestamp(Given.START.plusSeconds(60)))
                        .addProfileIds(erased.toString())
                        .addRecordIds(Given.record(gone))
                        .addIdentifierIds(Given.id(gone))
                        .addNamespaces("user_id")
                        .setOrdinal(Given.ordinal())
                        .build()));
        settled(token);
    }

    private ConsistencyToken someone() {
        upstreams.identity().plan(Given.record(user, mail), profileId);
        ConsistencyToken token = upstreams
                .ingestion()
                .send(List.of(
                        Given.identify(Given.fresh("i"), Given.START, "{\"first_name\":\"Ann\"}", user, mail),
                        Given.thirdParty(
                                Given.fresh("t"), Given.START.plusSeconds(1), Given.START.plusSeconds(9), user, mail)));
        settled(token);
        return token;
    }

    /** Until everything that was sent is filed, and everything that identity said is applied. */
    private void settled(ConsistencyToken token) {
        Identifier witness = Given.identifier("user_id", Given.fresh("witness"));
        ConsistencyToken sent =
                upstreams.ingestion().send(List.of(Given.order(Given.fresh("o"), Given.START, "1", witness)));
        door.await(token.and(sent));
        door.profile(witness, token.and(sent).and(upstreams.identity().heads()));
    }

    /** One damage after the other can leave the next one nothing to do. */
    private void spoilEverything() {
        database.inTransaction(tx -> {
            UNSEEN.forEach(tx::execute);
            SEEN.forEach(tx::execute);
        });
    }

    private void damage(String sql) {
        database.inTransaction(tx -> assertTrue(tx.execute(sql) > 0, sql));
    }

    private long items() {
        return database.snapshot(tx -> tx.query("select count(*) from feed_item where subject is not null")
                .iterator()
                .next()
                .getLong(0));
    }

    private String hash() {
        return ProjectionServiceGrpc.newBlockingStub(door.as("dev-manage").getChannel())
                .getStateHash(GetStateHashRequest.getDefaultInstance())
                .getStateHash()
                .getHash();
    }

    private RebuildResult rebuild() {
        Iterator<RebuildProjectionsResponse> steps = steps();
        assertTrue(steps.next().hasBefore());
        RebuildProjectionsResponse last = RebuildProjectionsResponse.getDefaultInstance();
        while (steps.hasNext()) {
            last = steps.next();
        }
        return last.getResult();
    }

    private Iterator<RebuildProjectionsResponse> steps() {
        return ProjectionServiceGrpc.newBlockingStub(door.as("dev-manage").getChannel())
                .rebuildProjections(RebuildProjectionsRequest.getDefaultInstance());
    }
}
