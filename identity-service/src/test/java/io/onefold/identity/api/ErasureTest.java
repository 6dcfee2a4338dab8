package io.onefold.identity.api;

import static io.onefold.identity.api.IdentityClient.erasure;
import static io.onefold.identity.api.IdentityClient.id;
import static io.onefold.identity.api.IdentityClient.record;
import static io.onefold.identity.api.IdentityClient.seen;
import static io.onefold.identity.api.IdentityClient.sighting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.identity.lookup.PersonFixer;
import io.onefold.identity.lookup.PersonFixer.Person;
import io.onefold.identity.lookup.SmallParts;
import io.onefold.proto.identity.v1.EraseRecordsResponse;
import io.onefold.proto.identity.v1.FixPersonRequest;
import io.onefold.proto.identity.v1.FixPersonResponse;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.ProfileDigest;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.identity.v1.RecordOwner;
import io.onefold.proto.identity.v1.Sighting;
import io.onefold.proto.type.v1.Erasure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Persons who are erased, and those beside them who are not. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class ErasureTest {
    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String ann = "user_id:ann-" + own;
    private final String bob = "user_id:bob-" + own;
    private final String mail = "email:ann-" + own + "@example.org";
    private final String cookie = "anonymous_id:" + own;

    @Inject
    SmallParts parts;

    private IdentityClient identity = new IdentityClient(1);

    @BeforeEach
    void open() {
        identity = new IdentityClient(RestAssured.port);
    }

    @AfterEach
    void close() {
        identity.close();
    }

    private Erasure erasureOf(String identifier) {
        return erasure("dev", identity.fixByIdentifier("dev", identifier));
    }

    private RecordOwner owner(Sighting sighting) {
        return identity.resolve(sighting).getOwners(0);
    }

    /** Somebody who comes after an erasure. */
    private static Sighting letIn(long second, Erasure after, String... identifiers) {
        return sighting("dev", "web", false, second, identifiers)
                .setErasureOrdinal(after.getOrdinal())
                .build();
    }

    private static long version(List<IdentityChange> changes) {
        return changes.stream().mapToLong(IdentityChange::getVersion).max().orElseThrow();
    }

    private static Status.Code refusal(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
    }

    @Test
    void aPersonIsFixedWithWhatIsHisAlone() {
        identity.resolve(seen(10, ann, mail), seen(20, ann, cookie), seen(30, bob, cookie), seen(40, mail));
        FixPersonResponse person = identity.fixByIdentifier("dev", mail);
        assertEquals(
                Set.of(
                        record("dev", ann, mail).toString(),
                        record("dev", ann, cookie).toString(),
                        record("dev", mail).toString()),
                Set.copyOf(person.getRecordIdsList()));
        assertEquals(
                Set.of(id("dev", ann).toString(), id("dev", mail).toString()),
                Set.copyOf(person.getIdentifierIdsList()));
        assertEquals(List.of("email", "user_id"), person.getNamespacesList());
        assertEquals(3, person.getProfileIdsCount(), "an id for each record");
        String profile = identity.byIdentifier(ann).getProfileId();
        assertTrue(person.getProfileIdsList().contains(profile));
        person.getProfileIdsList().forEach(former -> assertEquals(person, identity.fix("dev", former)));
    }

    @Test
    void whoWasNeverSeenIsFixedByNameAlone() {
        FixPersonResponse nobody = identity.fixByIdentifier("dev", mail);
        assertEquals(0, nobody.getRecordIdsCount());
        assertEquals(List.of(id("dev", mail).toString()), nobody.getIdentifierIdsList());
        assertEquals(0, identity.erase(erasure("dev", nobody)).getChangesCount());
        assertTrue(owner(seen(10, mail)).getErased());
    }

    @Test
    void whatCanBeNobodysOrSeveralPeoplesIsRefused() {
        assertEquals(Status.Code.INVALID_ARGUMENT, refusal(() -> identity.fixByIdentifier("dev", "email:no address")));
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                refusal(() -> identity.fixByIdentifier("dev", "email:noemail@example.com")));
        identity.resolve(seen(10, ann, cookie), seen(20, bob, cookie));
        assertEquals(Status.Code.FAILED_PRECONDITION, refusal(() -> identity.fixByIdentifier("dev", cookie)));
        assertEquals(
                Status.Code.NOT_FOUND,
                refusal(() -> identity.fix("dev", UUID.randomUUID().toString())));
        String foreign = identity.byIdentifier(ann).getProfileId();
        assertEquals(Status.Code.NOT_FOUND, refusal(() -> identity.fix("other", foreign)));
    }

    @Test
    void whatWasSharedComesFreeForTheOther() {
        identity.resolve(seen(10, ann, mail), seen(20, ann, cookie), seen(30, bob, cookie), seen(40, cookie));
        String bobs = identity.byIdentifier(bob).getProfileId();
        String anns = identity.byIdentifier(ann).getProfileId();
        String device = owner(seen(40, cookie)).getProfileId();
        assertNotEquals(bobs, device, "contested: the browser alone is nobody's");

        EraseRecordsResponse erased = identity.erase(erasureOf(ann));
        assertTrue(erased.getChangesList().stream()
                .allMatch(change -> change.getCause() == IdentityChange.Cause.CAUSE_ERASURE));
        List<RecordMove> moves = erased.getChangesList().stream()
                .flatMap(change -> change.getMovesList().stream())
                .toList();
        assertEquals(
                Set.of(
                        record("dev", ann, mail).toString(),
                        record("dev", ann, cookie).toString()),
                moves.stream()
                        .filter(RecordMove::getErased)
                        .map(RecordMove::getRecordId)
                        .collect(Collectors.toSet()));
        assertEquals(bobs, owner(seen(40, cookie)).getProfileId());
        assertEquals(bobs, identity.byIdentifier(cookie).getProfileId());
        assertTrue(erased.getChangesList().stream()
                .flatMap(change -> change.getProfilesList().stream())
                .filter(ProfileDigest::getErased)
                .anyMatch(digest -> digest.getProfileId().equals(anns)));
        assertFalse(erased.toString().contains(own + "@example.org"), "a change names nobody who was erased");
        assertEquals(Status.Code.NOT_FOUND, refusal(() -> identity.byProfile(anns)));
        assertEquals(Status.Code.NOT_FOUND, refusal(() -> identity.byIdentifier(mail)));
    }

    @Test
    void whoeverIsErasedComesBackOnlyAfterwards() {
        identity.resolve(seen(10, ann, mail), seen(20, ann, cookie), seen(30, bob, cookie), seen(40, ann));
        String before = identity.byIdentifier(ann).getProfileId();
        Erasure erasure = erasureOf(ann);
        EraseRecordsResponse once = identity.erase(erasure);
        assertNotEquals(0, once.getChangesCount());
        assertEquals(once, identity.erase(erasure), "once, and told again");

        assertTrue(owner(seen(10, ann, mail)).getErased());
        assertTrue(owner(seen(50, mail, "phone:+33612340000")).getErased(), "a new record with an old identifier");
        assertTrue(owner(seen(20, ann, cookie)).getErased());
        assertFalse(owner(seen(60, cookie, "email:new-" + own + "@example.org")).getErased());

        RecordOwner anew = owner(letIn(70, erasure, ann, mail));
        assertFalse(anew.getErased());
        assertFalse(anew.getProfileId().isEmpty());
        assertNotEquals(before, anew.getProfileId());
        assertEquals(anew.getProfileId(), identity.byIdentifier(mail).getProfileId());
        assertEquals(1, identity.byIdentifier(mail).getRecords(0).getEvidenceCount(), "what was is not remembered");
        assertTrue(owner(seen(80, ann)).getErased(), "another record of his, unless it is let in");
    }

    @Test
    void whateverComesAfterAnErasureIsNewerThanIt() {
        String phone = "phone:+336%08d".formatted(Math.floorMod(own.hashCode(), 100_000_000));
        identity.resolve(seen(10, ann, mail), seen(20, ann, phone), seen(30, ann, cookie), seen(40, bob, cookie));
        Erasure erasure = erasureOf(ann);
        long end = version(identity.erase(erasure).getChangesList());

        List<IdentityChange> same =
                identity.resolve(letIn(50, erasure, ann, mail)).getChangesList();
        assertTrue(same.get(0).getVersion() > end, "her record as it was");
        List<IdentityChange> other = identity.resolve(letIn(60, erasure, mail, "anonymous_id:new-" + own))
                .getChangesList();
        assertTrue(other.get(0).getVersion() > end, "her address on another record");
        List<IdentityChange> next =
                identity.resolve(letIn(70, erasure, bob, phone)).getChangesList();
        assertTrue(next.get(0).getVersion() > end, "her number, which is somebody else's now");

        Erasure again = erasureOf(ann);
        assertTrue(version(identity.erase(again).getChangesList()) > version(same));
    }

    @Test
    void whoWasLetInAfterOneErasureIsNotLetInAfterTheNext() {
        identity.resolve(seen(10, ann, mail), seen(20, ann, cookie), seen(30, bob, cookie));
        Erasure first = erasureOf(ann);
        identity.erase(first);
        identity.resolve(letIn(40, first, ann, mail));
        Erasure second = erasureOf(ann);
        identity.erase(second);

        assertTrue(owner(letIn(40, first, ann, mail)).getErased(), "under way while she was erased again");
        assertTrue(owner(letIn(41, first, mail, "anonymous_id:x-" + own)).getErased());
        assertFalse(owner(letIn(50, second, ann, mail)).getErased());
    }

    @Test
    void anErasureWithoutItsPlaceIsRefused() {
        identity.resolve(seen(10, ann, mail));
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                refusal(() ->
                        identity.erase(erasureOf(ann).toBuilder().clearOrdinal().build())));
    }

    /** Erases part after part, as who knows the name alone; gives the identifiers that are refused from then on. */
    private Set<UUID> eraseInParts(Supplier<Person> asking) {
        Set<UUID> refused = new HashSet<>();
        boolean more = true;
        while (more) {
            Person part = asking.get();
            identity.erase(
                    IdentityClient.erasure("dev", part.recordIds(), part.alone().keySet()));
            refused.addAll(part.alone().keySet());
            more = part.partial();
        }
        return refused;
    }

    /** She is asked for by her address, which one of many records links to all the others, and her profile's id is of one of those. */
    @Test
    void noPartCutsThePersonInTwo() {
        for (int person = 0; person < 8; person++) {
            String user = ann + person;
            String address = mail.replace("@", "-" + person + "@");
            List<Sighting> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(seen(10 + i, user, cookie + person + "-" + i));
            }
            all.add(seen(30, address, user));
            all.add(seen(40, address));
            identity.resolve(all);
            PersonFixer fixer = parts.of(4);
            Set<UUID> refused =
                    eraseInParts(() -> fixer.byIdentifier("dev", IdentityClient.identifier(address), Set.of()));
            assertTrue(refused.containsAll(Set.of(id("dev", user), id("dev", address))));
            all.forEach(one -> assertTrue(owner(one).getErased(), one.toString()));
        }
    }

    /** Her id is one that a merge ended: the record that it was minted for leads from it to her. */
    @Test
    void noPartTakesWhatLeadsFromAnOldIdToThePerson() {
        List<Sighting> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(seen(10 + i, ann, cookie + "-" + i));
        }
        identity.resolve(all);
        PersonFixer fixer = parts.of(3);
        UUID present = UUID.fromString(owner(all.get(0)).getProfileId());
        Person first = fixer.byProfile("dev", present, Set.of());
        for (UUID old : first.profileIds()) {
            assertNotEquals(present, old);
            assertFalse(fixer.byProfile("dev", old, Set.of()).profileIds().contains(old), "it comes last");
        }
        UUID old = first.profileIds().iterator().next();
        assertTrue(eraseInParts(() -> fixer.byProfile("dev", old, Set.of())).contains(id("dev", ann)));
        all.forEach(one -> assertTrue(owner(one).getErased(), one.toString()));
        assertThrows(StatusRuntimeException.class, () -> identity.fix("dev", old.toString()));
    }

    @Test
    void whatHasComeApartIsThePersonsToo() {
        identity.resolve(seen(10, ann, mail), seen(20, ann), seen(30, bob, cookie), seen(40, bob));
        Set<UUID> apart = Set.of(record("dev", bob), record("dev", "user_id:nobody-" + own));
        FixPersonRequest.Builder request = FixPersonRequest.newBuilder()
                .setWorkspace("dev")
                .setIdentifier(IdentityClient.message(IdentityClient.identifier(mail)));
        apart.forEach(record -> request.addLeftRecordIds(record.toString()));
        FixPersonResponse both = identity.as("dev-internal").fixPerson(request.build());
        assertEquals(4, both.getRecordIdsCount());
        assertFalse(both.getPartial());

        PersonFixer fixer = parts.of(3);
        Person others = fixer.byIdentifier("dev", IdentityClient.identifier(mail), apart);
        assertEquals(Set.of(record("dev", bob), record("dev", bob, cookie)), others.recordIds());
        assertEquals(Set.of(record("dev", ann), record("dev", ann, mail)), Set.copyOf(others.left()));
        UUID unknown = UUID.randomUUID();
        assertEquals(
                others.recordIds(),
                fixer.byProfile("dev", unknown, Set.of(record("dev", bob))).recordIds(),
                "also when the name leads nowhere");
        assertTrue(fixer.byIdentifier("elsewhere", IdentityClient.identifier(mail), apart)
                .recordIds()
                .isEmpty());
    }

    /** As a server makes one that sends a fresh anonymous id with every call. */
    @Test
    void aPersonOfVeryManyRecordsIsErasedInParts() {
        List<Sighting> calls = new ArrayList<>();
        for (int i = 0; i < 10_100; i++) {
            calls.add(seen(10 + i, ann, "anonymous_id:" + own + "-" + i));
        }
        identity.resolve(calls.subList(0, 5_000));
        identity.resolve(calls.subList(5_000, 10_000));
        identity.resolve(calls.subList(10_000, 10_100));
        String last = "anonymous_id:" + own + "-" + 10_099;
        assertEquals(Status.Code.OUT_OF_RANGE, refusal(() -> identity.byIdentifier(ann)));

        FixPersonResponse part = identity.fixByIdentifier("dev", last);
        assertTrue(part.getPartial());
        assertEquals(9_000, part.getRecordIdsCount());
        assertEquals(9_000, part.getIdentifierIdsCount(), "not the user id, which others carry");
        assertFalse(part.getRecordIdsList().contains(record("dev", ann, last).toString()), "by that she is known");
        String profile = owner(calls.get(0)).getProfileId();
        identity.erase(erasure("dev", part));

        FixPersonResponse rest = identity.fixByIdentifier("dev", last);
        assertFalse(rest.getPartial());
        assertEquals(1_100, rest.getRecordIdsCount());
        assertEquals(rest, identity.fix("dev", profile), "her id is the same");
        assertTrue(rest.getIdentifierIdsList().contains(id("dev", ann).toString()));
        identity.erase(erasure("dev", rest));
        assertEquals(Status.Code.NOT_FOUND, refusal(() -> identity.byIdentifier(ann)));
        assertTrue(owner(calls.get(7)).getErased());
    }
}
