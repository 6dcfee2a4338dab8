package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Database;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.profile.support.Watch;
import io.onefold.proto.identity.v1.IdentifierChange;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.ProfileDigest;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.type.v1.Erasure;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person who is erased leaves nothing, by whichever road identity's word comes, and whatever is late. */
@ServiceTest
class ErasureTest {
    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    Database database;

    private final Identifier user = Given.identifier("user_id", Given.fresh("ann"));
    private final Identifier mail = Given.identifier("email", Given.fresh("ann") + "@example.org");
    private final Identifier other = Given.identifier("user_id", Given.fresh("bob"));
    private final UUID profileId = UUID.randomUUID();
    private final String named = Given.record(user, mail);
    private final String anonymous = Given.record(mail);

    @AfterEach
    void answerAgain() {
        upstreams.identity().withholdAnswers(false);
    }

    /** Two records that are one person, and somebody else. */
    private ConsistencyToken someHistory() {
        upstreams.identity().plan(named, profileId);
        upstreams.identity().plan(anonymous, profileId);
        return upstreams
                .ingestion()
                .send(List.of(
                        Given.identify(
                                Given.fresh("i"),
                                Given.START,
                                "{\"first_name\":\"Ann\",\"email\":\"" + mail.getValue() + "\"}",
                                user,
                                mail),
                        Given.order(Given.fresh("o"), Given.START.plusSeconds(1), "3", mail),
                        Given.order(Given.fresh("o"), Given.START.plusSeconds(2), "5", other)));
    }

    private Erasure erasure() {
        return Erasure.newBuilder()
                .setErasureId(UUID.randomUUID().toString())
                .setWorkspace(Given.WORKSPACE)
                .setRequestTime(Given.timestamp(Given.START.plusSeconds(60)))
                .addProfileIds(profileId.toString())
                .addRecordIds(named)
                .addRecordIds(anonymous)
                .addIdentifierIds(Given.id(user))
                .addIdentifierIds(Given.id(mail))
                .addNamespaces("email")
                .addNamespaces("user_id")
                .setOrdinal(Given.ordinal())
                .build();
    }

    private void assertGone(ConsistencyToken token) throws InterruptedException {
        for (Identifier identifier : List.of(user, mail)) {
            StatusRuntimeException none =
                    assertThrows(StatusRuntimeException.class, () -> door.profile(identifier, token));
            assertEquals(Status.Code.NOT_FOUND, none.getStatus().getCode());
        }
        assertEquals(
                Status.Code.NOT_FOUND,
                assertThrows(StatusRuntimeException.class, () -> door.profile(profileId.toString(), token))
                        .getStatus()
                        .getCode());
        Wait.until(Duration.ofSeconds(60), "nothing is left", () -> traces().isEmpty());
    }

    /** The tables in which one of the values stands. */
    private Set<String> traces() {
        return database.snapshot(tx -> {
            Set<String> traces = new TreeSet<>();
            for (var table : tx.query("""
                    select table_name, column_name, data_type
                    from information_schema.columns
                    where table_schema = 'public'""")) {
                String column = "\"" + table.getString(1) + "\"";
                String value = table.getString(2).equals("bytea") ? column : "convert_to(" + column + "::text, 'UTF8')";
                for (Identifier identifier : List.of(user, mail)) {
                    var found = tx.query(
                            "select count(*) from \"%s\" where position($1 in %s) > 0"
                                    .formatted(table.getString(0), value),
                            io.vertx.core.buffer.Buffer.buffer(
                                    identifier.getValue().getBytes(StandardCharsets.UTF_8)));
                    if (found.iterator().next().getLong(0) > 0) {
                        traces.add(table.getString(0) + "." + table.getString(1));
                    }
                }
            }
            return traces;
        });
    }

    @Test
    void nothingIsLeftAndTheOthersStay() throws InterruptedException {
        ConsistencyToken before = someHistory();
        assertEquals(2, door.profile(user, before).getEventCount());
        assertFalse(traces().isEmpty());
        try (Watch watch = door.watch(door.heads(before), List.of(profileId.toString()))) {
            ConsistencyToken token = upstreams.ingestion().erase(erasure());
            assertGone(token);
            List<ProfileChange> changes = watch.until(seen -> !seen.isEmpty());
            assertEquals(1, changes.size());
            ProfileChange end = changes.get(0);
            assertTrue(end.getErased());
            assertFalse(end.getExists());
            assertEquals(ProfileChange.Cause.CAUSE_ERASURE, end.getCause());
            assertFalse(end.hasContact());
            assertEquals(1, door.profile(other, token).getEventCount());
        }
    }

    @Test
    void identitysWordMayComeByItsFeedAlone() throws InterruptedException {
        door.profile(user, someHistory());
        upstreams.identity().withholdAnswers(true);
        ConsistencyToken token = upstreams.ingestion().erase(erasure());
        assertGone(token);
        assertGone(token.and(upstreams.identity().heads()));
    }

    @Test
    void whatIsLateIsNotFiled() throws InterruptedException {
        door.profile(user, someHistory());
        Erasure erasure = erasure();
        ConsistencyToken token = upstreams.ingestion().erase(erasure);
        String straggler = Given.record(mail, Given.identifier("anonymous_id", user.getValue()));
        upstreams.identity().refuse(straggler);
        token = token.and(upstreams
                .ingestion()
                .send(List.of(
                        Given.order(Given.fresh("o"), Given.START.plusSeconds(3), "7", user, mail),
                        Given.order(
                                Given.fresh("o"),
                                Given.START.plusSeconds(4),
                                "9",
                                mail,
                                Given.identifier("anonymous_id", user.getValue())))));
        assertGone(token.and(upstreams.ingestion().erase(erasure)));
    }

    @Test
    void whoConsentsAnewBeginsAnew() throws InterruptedException {
        door.profile(user, someHistory());
        Erasure erasure = erasure();
        assertGone(upstreams.ingestion().erase(erasure));
        UUID anew = UUID.randomUUID();
        upstreams.identity().plan(named, anew);
        Event back = Given.event(Given.fresh("b"), Given.START.plusSeconds(90), user, mail)
                .setErasureOrdinal(erasure.getOrdinal())
                .build();
        ConsistencyToken token = upstreams.ingestion().send(List.of(back));
        Profile profile = door.profile(user, token);
        assertEquals(anew.toString(), profile.getProfileId());
        assertNotEquals(profileId.toString(), profile.getProfileId());
        assertEquals(1, profile.getEventCount());
        assertEquals(0, profile.getTraitsCount());
        assertEquals(mail, door.profile(mail, token).getIdentifiers(0));
    }

    /** One response may bring another partition's news of the second erasure before what was let in after the first one. */
    @Test
    void whatWasLetInAfterOneErasureIsNotFiledAfterTheNext() throws InterruptedException {
        door.profile(user, someHistory());
        Erasure first = erasure();
        assertGone(upstreams.ingestion().erase(first));
        upstreams.identity().plan(named, UUID.randomUUID());
        Event back = Given.event(Given.fresh("b"), Given.START.plusSeconds(90), user, mail)
                .setErasureOrdinal(first.getOrdinal())
                .build();
        assertEquals(
                1, door.profile(user, upstreams.ingestion().send(List.of(back))).getEventCount());

        Erasure second = erasure();
        int partition = new Partitions(16).of(Bucket.of(UUID.fromString(named)));
        assertGone(upstreams.ingestion().eraseIn((partition + 1) % 16, second));
        Event underWay = Given.event(Given.fresh("b"), Given.START.plusSeconds(91), user, mail)
                .setErasureOrdinal(first.getOrdinal())
                .build();
        ConsistencyToken token = upstreams.ingestion().sendTo(partition, List.of(underWay));
        assertGone(token.and(upstreams.ingestion().eraseIn(partition, second)));
    }

    /** She comes back while her erasure is under way, and the partition in which identity says so is ahead of the erasure's. */
    @Test
    void whoComesBackBeforeTheErasureIsReadGetsNothingOfWhatWas() throws InterruptedException {
        door.profile(user, someHistory());
        UUID anew = UUID.randomUUID();
        Erasure erasure = erasure();
        long version = 1_000_000;
        IdentityChange back = IdentityChange.newBuilder()
                .setWorkspace(Given.WORKSPACE)
                .setVersion(version + 1)
                .addMoves(RecordMove.newBuilder().setRecordId(named).setToProfileId(anew.toString()))
                .addIdentifiers(
                        IdentifierChange.newBuilder().setIdentifier(user).setHolderProfileId(anew.toString()))
                .addIdentifiers(
                        IdentifierChange.newBuilder().setIdentifier(mail).setHolderProfileId(anew.toString()))
                .addProfiles(ProfileDigest.newBuilder().setProfileId(anew.toString()))
                .build();
        ConsistencyToken first = upstreams.identity().publish(back);
        assertEquals(anew.toString(), door.profile(user, first).getProfileId());
        IdentityChange end = IdentityChange.newBuilder()
                .setWorkspace(Given.WORKSPACE)
                .setVersion(version)
                .setCause(IdentityChange.Cause.CAUSE_ERASURE)
                .setErasure(erasure.getOrdinal())
                .addMoves(RecordMove.newBuilder().setRecordId(named).setErased(true))
                .addMoves(RecordMove.newBuilder().setRecordId(anonymous).setErased(true))
                .addIdentifiers(IdentifierChange.newBuilder().setErasedIdentifierId(Given.id(user)))
                .addIdentifiers(IdentifierChange.newBuilder().setErasedIdentifierId(Given.id(mail)))
                .addProfiles(ProfileDigest.newBuilder()
                        .setProfileId(profileId.toString())
                        .setErased(true))
                .build();
        try (Watch watch = door.watch(door.heads(first), List.of(anew.toString()))) {
            ConsistencyToken overtaken = upstreams.identity().publish(end);
            assertEquals(
                    Status.Code.NOT_FOUND,
                    assertThrows(StatusRuntimeException.class, () -> door.profile(user, overtaken))
                            .getStatus()
                            .getCode());
            Event consent = Given.event(Given.fresh("b"), Given.START.plusSeconds(90), user, mail)
                    .setErasureOrdinal(erasure.getOrdinal())
                    .build();
            Profile profile = door.profile(user, upstreams.ingestion().send(List.of(consent)));
            assertEquals(anew.toString(), profile.getProfileId());
            assertEquals(1, profile.getEventCount());
            assertEquals(0, profile.getTraitsCount());
            List<ProfileChange> changes = watch.until(seen -> seen.stream().anyMatch(ProfileChange::getExists));
            assertFalse(changes.get(0).getExists());
            assertEquals(ProfileChange.Cause.CAUSE_ERASURE, changes.get(0).getCause());
        }
    }

    /** As identity tells an erasure once more whose store was restored: what came after it stays. */
    @Test
    void anErasureThatIsToldAgainTakesNothingOfWhoCameBack() throws InterruptedException {
        door.profile(user, someHistory());
        Erasure erasure = erasure();
        assertGone(upstreams.ingestion().erase(erasure));
        UUID anew = UUID.randomUUID();
        upstreams.identity().plan(named, anew);
        Event back = Given.event(Given.fresh("b"), Given.START.plusSeconds(90), user, mail)
                .setErasureOrdinal(erasure.getOrdinal())
                .build();
        door.profile(user, upstreams.ingestion().send(List.of(back)));

        ConsistencyToken again = upstreams.identity().eraseAgain(erasure);
        UUID once = UUID.randomUUID();
        upstreams.identity().plan(named, once);
        Event later = Given.event(Given.fresh("b"), Given.START.plusSeconds(95), user, mail)
                .setErasureOrdinal(erasure.getOrdinal())
                .build();
        Profile profile =
                door.profile(user, upstreams.ingestion().send(List.of(later)).and(again));
        assertEquals(once.toString(), profile.getProfileId());
        assertEquals(2, profile.getEventCount());
    }

    /** What another profile's items say of the person, since it once had one of the records and the address. */
    @Test
    void whatWasSaidOfThePersonUnderAnotherProfileGoesToo() throws InterruptedException {
        UUID others = UUID.randomUUID();
        upstreams.identity().plan(Given.record(other), others);
        upstreams.identity().plan(anonymous, others);
        upstreams.identity().plan(named, profileId);
        door.profile(
                mail,
                upstreams
                        .ingestion()
                        .send(List.of(
                                Given.order(Given.fresh("o"), Given.START, "5", other),
                                Given.order(Given.fresh("o"), Given.START.plusSeconds(1), "3", mail))));
        upstreams.identity().move(Given.WORKSPACE, Map.of(anonymous, profileId.toString()), Map.of());
        ConsistencyToken before = upstreams
                .ingestion()
                .send(List.of(Given.order(Given.fresh("o"), Given.START.plusSeconds(2), "7", user, mail)))
                .and(upstreams.identity().heads());
        assertEquals(profileId.toString(), door.profile(mail, before).getProfileId());

        ConsistencyToken token = upstreams.ingestion().erase(erasure());
        assertGone(token);
        assertEquals(1, door.profile(other, token).getEventCount());
        assertEquals(List.of(), profileItemsOf(anonymous));
    }

    /** Which of the feed's items still tell of a record. */
    private List<Long> profileItemsOf(String record) {
        return database.snapshot(tx -> {
            List<Long> positions = new ArrayList<>();
            tx.query(
                            "select position from feed_item where position($1 in payload) > 0",
                            io.vertx.core.buffer.Buffer.buffer(record.getBytes(StandardCharsets.UTF_8)))
                    .forEach(row -> positions.add(row.getLong(0)));
            return positions;
        });
    }
}
