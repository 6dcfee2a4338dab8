package io.onefold.identity.api;

import static io.onefold.identity.api.IdentityClient.enriched;
import static io.onefold.identity.api.IdentityClient.record;
import static io.onefold.identity.api.IdentityClient.seen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.ProfileDigest;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.identity.v1.ResolveResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Situations of people, told one after another through Resolve. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class ResolveTest {

    /** Tests share a database: values of their own keep them apart. */
    private final String own = UUID.randomUUID().toString().substring(0, 8);

    private IdentityClient identity = new IdentityClient(1);

    @BeforeEach
    void open() {
        identity = new IdentityClient(io.restassured.RestAssured.port);
    }

    @AfterEach
    void close() {
        identity.close();
    }

    @Test
    void aNewRecordIsAProfileAndTheSameAgainChangesNothing() {
        ResolveResponse first = identity.resolve(seen(10, user(1), email("a")));
        assertEquals(1, first.getChangesCount());
        IdentityChange change = first.getChanges(0);
        assertEquals("dev", change.getWorkspace());
        assertEquals(2, change.getIdentifiersCount());
        ProfileDigest digest = change.getProfiles(0);
        assertEquals(1, digest.getRecordCount());
        assertEquals(record("dev", user(1), email("a")).toString(), digest.getRecordHash());
        assertEquals(digest.getProfileId(), first.getOwners(0).getProfileId());
        assertEquals(change.getVersion(), first.getOwners(0).getVersion());

        ResolveResponse again = identity.resolve(seen(10, user(1), email("a")));
        assertEquals(0, again.getChangesCount());
        assertEquals(first.getOwnersList(), again.getOwnersList());
        assertEquals(first.getConsistencyToken(), again.getConsistencyToken());
    }

    @Test
    void aPhoneThatUnitedTwoPeopleLetsThemGoWhenTheirUserIdsDiffer() {
        String phone = phone(1);
        String ann = owner(identity.resolve(seen(10, email("ann"), phone)));
        assertEquals(ann, owner(identity.resolve(seen(11, email("bob"), phone))));

        identity.resolve(seen(20, user(1), email("ann")));
        ResolveResponse parted = identity.resolve(seen(21, user(2), email("bob")));
        Map<String, RecordMove> moves = parted.getChangesList().stream()
                .flatMap(change -> change.getMovesList().stream())
                .collect(Collectors.toMap(RecordMove::getRecordId, move -> move));
        String first = identity.byIdentifier(user(1)).getProfileId();
        String second = identity.byIdentifier(user(2)).getProfileId();
        assertNotEquals(first, second);
        assertEquals(1, parted.getChangesCount());
        RecordMove bob = Objects.requireNonNull(
                moves.get(record("dev", email("bob"), phone).toString()));
        assertEquals(first, bob.getFromProfileId());
        assertEquals(second, bob.getToProfileId());
        digestsAgree(parted.getChanges(0));

        StatusRuntimeException contested =
                assertThrows(StatusRuntimeException.class, () -> identity.byIdentifier(phone));
        assertEquals(Status.Code.FAILED_PRECONDITION, contested.getStatus().getCode());
        // Every id that was ever given out leads to a profile that is there.
        for (String id : List.of(ann, first, second)) {
            assertTrue(List.of(first, second).contains(identity.byProfile(id).getProfileId()));
        }
    }

    @Test
    void aChainOfEmailsBetweenTwoUserIdsBreaksAtTheLatestEvidence() {
        identity.resolve(seen(10, user(2), email("b")));
        identity.resolve(seen(20, email("a"), email("b")));
        identity.resolve(seen(30, user(1), email("a")));
        GetIdentityResponse second = identity.byIdentifier(user(2));
        assertEquals(
                List.of(user(2), email("b")).stream().sorted().toList(),
                second.getIdentifiersList().stream()
                        .map(i -> i.getNamespace() + ":" + i.getValue())
                        .sorted()
                        .toList());
        assertEquals(2, second.getRecordsCount());
        assertEquals(1, second.getContestedCount());
        assertEquals(1, identity.byIdentifier(user(1)).getRecordsCount());
    }

    @Test
    void recordsWhoseEveryIdentifierIsContestedAreEachAProfile() {
        String phone = phone(2);
        ResolveResponse response = identity.resolve(
                seen(1, user(1), phone, "anonymous_id:c" + own),
                seen(2, user(2), phone, "anonymous_id:c" + own),
                seen(3, phone),
                seen(4, "anonymous_id:c" + own),
                seen(5, phone, "anonymous_id:c" + own));
        assertEquals(
                5,
                response.getOwnersList().stream()
                        .map(owner -> owner.getProfileId())
                        .distinct()
                        .count());
        for (var owner : response.getOwnersList()) {
            GetIdentityResponse read = identity.byProfile(owner.getProfileId());
            assertEquals(owner.getProfileId(), read.getProfileId());
            assertEquals(
                    List.of(owner.getRecordId()),
                    read.getRecordsList().stream().map(r -> r.getRecordId()).toList());
        }
    }

    @Test
    void enrichingEvidenceFollowsAndUnitesNobody() {
        String row = owner(identity.resolve(enriched(5, email("e"), "anonymous_id:k" + own)));
        assertThrows(StatusRuntimeException.class, () -> identity.byIdentifier(email("e")));
        String person = owner(identity.resolve(seen(6, user(1), email("e"))));
        assertEquals(person, identity.byProfile(row).getProfileId());
        assertEquals(2, identity.byProfile(person).getRecordsCount());
    }

    @Test
    void aRecordWithoutUsableIdentifiersIsInNoProfile() {
        String blocked = "email:noemail@example.com";
        ResolveResponse response = identity.resolve(seen(1, blocked), seen(1));
        response.getOwnersList().forEach(owner -> assertEquals("", owner.getProfileId()));
        assertEquals(0, response.getChangesCount());
    }

    @Test
    void earlierEvidenceThatArrivesLateDecidesAsIfItHadArrivedFirst() {
        identity.resolve(seen(10, user(2), email("b")));
        identity.resolve(seen(20, user(1), email("a")));
        identity.resolve(seen(30, email("a"), email("b")));
        // b was seen first and holds the middle; then it turns out that a was seen even earlier.
        identity.resolve(seen(1, user(1), email("a")));
        assertEquals(
                identity.byIdentifier(user(1)).getProfileId(),
                owner(identity.resolve(seen(30, email("a"), email("b")))));
    }

    @Test
    void anIdOfEarlierTimesLeadsWhereItsRecordGoes() {
        String phone = phone(3);
        String first = owner(identity.resolve(seen(10, phone)));
        String second = owner(identity.resolve(seen(11, email("m"), phone)));
        assertNotEquals(first, second, "the e-mail is stronger");
        String third = owner(identity.resolve(seen(12, user(1), email("m"))));
        assertEquals(third, identity.byProfile(second).getProfileId());

        IdentityChange parted = identity.resolve(seen(13, user(2), email("m"))).getChanges(0);
        assertEquals(first, identity.byProfile(second).getProfileId());
        Map<String, String> leadsTo = parted.getProfilesList().stream()
                .collect(Collectors.toMap(ProfileDigest::getProfileId, ProfileDigest::getResolvesTo));
        assertEquals(first, leadsTo.get(second), "whoever follows the feed must not be sent to " + third);
    }

    @Test
    void oneMoreClaimantTouchesNoneOfTheOthers() {
        String phone = phone(4);
        identity.resolve(seen(1, user(1), phone), seen(2, user(2), phone));
        IdentityChange third = identity.resolve(seen(3, user(3), phone)).getChanges(0);
        assertEquals(1, third.getProfilesCount());
        assertEquals(
                List.of(3),
                third.getIdentifiersList().stream()
                        .map(changed -> changed.getCandidateProfileIdsCount())
                        .filter(count -> count > 0)
                        .toList());
    }

    private static void digestsAgree(IdentityChange change) {
        for (ProfileDigest digest : change.getProfilesList()) {
            if (digest.getRecordCount() == 0) {
                assertNotEquals("", digest.getResolvesTo());
            }
        }
    }

    private static String owner(ResolveResponse response) {
        return response.getOwners(0).getProfileId();
    }

    private String user(int number) {
        return "user_id:" + own + number;
    }

    private String email(String name) {
        return "email:" + name + own + "@example.org";
    }

    private String phone(int number) {
        return "phone:+33612" + String.format("%05d", Math.floorMod(own.hashCode() + number, 100_000)) + number;
    }
}
