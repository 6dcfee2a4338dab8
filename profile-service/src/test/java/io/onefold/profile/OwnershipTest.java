package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.Refusal;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.RecordMove;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.ListTimelineRequest;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Records come and go; nothing of them is lost, doubled or seen by halves. */
@ServiceTest
class OwnershipTest {
    private static final List<FactSelector> EVERYTHING = List.of(FactSelector.getDefaultInstance());

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    /** Two people with an order, a trait and a consent each, each with one record. */
    private final class Two {
        final Identifier ann = Given.identifier("user_id", Given.fresh("ann"));
        final Identifier bob = Given.identifier("anonymous_id", Given.fresh("bob"));
        final String annId = UUID.randomUUID().toString();
        final String bobId = UUID.randomUUID().toString();
        final ConsistencyToken sent;

        Two() {
            upstreams.identity().plan(Given.record(ann), UUID.fromString(annId));
            upstreams.identity().plan(Given.record(bob), UUID.fromString(bobId));
            sent = upstreams
                    .ingestion()
                    .send(List.of(
                            Given.order(Given.fresh("o"), Given.START, "10.10", ann),
                            said("Ann", true, 5, ann),
                            Given.order(Given.fresh("o"), Given.START.plusSeconds(9), "20.20", bob),
                            said("Bob", false, 7, bob)));
        }

        private Event said(String name, boolean consent, int seconds, Identifier who) {
            return Given.identify(
                            Given.fresh("i"),
                            Given.START.plusSeconds(seconds),
                            "{\"first_name\":\"" + name + "\"}",
                            who)
                    .toBuilder()
                    .addConsents(Given.consent("email", consent))
                    .build();
        }

        /** Bob turns out to be Ann. */
        ConsistencyToken merge() {
            upstreams.identity().move(Given.WORKSPACE, Map.of(Given.record(bob), annId), Map.of(bobId, annId));
            return upstreams.identity().heads();
        }

        /** Bob is somebody else after all. */
        ConsistencyToken split() {
            upstreams.identity().move(Given.WORKSPACE, Map.of(Given.record(bob), bobId), Map.of());
            return upstreams.identity().heads();
        }
    }

    private static Profile unversioned(Profile profile) {
        return profile.toBuilder().clearVersion().build();
    }

    @Test
    void aMergeUnitesAndASplitGivesBackExactlyWhatWas() {
        Two two = new Two();
        Profile ann = door.profile(two.ann, two.sent);
        Profile bob = door.profile(two.bob, two.sent);
        List<ProfileFacts> apart = door.facts(EVERYTHING, two.annId, two.bobId);

        ConsistencyToken merged = two.merge();
        Profile both = door.profile(two.bob, merged);
        assertEquals(two.annId, both.getProfileId());
        assertEquals(4, both.getEventCount());
        assertEquals("30.30", both.getBehaviours(0).getSums(0).getSum());
        assertEquals("\"Bob\"", both.getTraits(0).getValue(), "the later trait wins");
        assertFalse(both.getConsents(0).getGranted(), "the later consent counts");
        assertEquals(2, both.getIdentifiersCount());
        assertEquals(both, door.profile(two.bobId, merged), "the old id leads on");
        assertTrue(both.getVersion() > ann.getVersion());
        assertEquals(4, timeline(two.annId).size());

        ConsistencyToken split = two.split();
        Profile annAgain = door.profile(two.ann, split);
        Profile bobAgain = door.profile(two.bob, split);
        assertEquals(unversioned(ann), unversioned(annAgain));
        assertEquals(unversioned(bob), unversioned(bobAgain));
        assertTrue(bobAgain.getVersion() > bob.getVersion());
        assertEquals(2, timeline(two.annId).size());
        assertEquals(unversioned(apart), unversioned(door.facts(EVERYTHING, two.annId, two.bobId)));
    }

    private static List<ProfileFacts> unversioned(List<ProfileFacts> facts) {
        return facts.stream().map(one -> one.toBuilder().clearVersion().build()).toList();
    }

    private List<Event> timeline(String profileId) {
        return door.reader()
                .listTimeline(
                        ListTimelineRequest.newBuilder().setProfileId(profileId).build())
                .getEventsList();
    }

    @Test
    void anIdLeadsOnThroughEveryMerge() {
        Two two = new Two();
        door.profile(two.bob, two.sent);
        two.merge();
        String third = UUID.randomUUID().toString();
        upstreams
                .identity()
                .move(
                        Given.WORKSPACE,
                        Map.of(Given.record(two.bob), third, Given.record(two.ann), third),
                        Map.of(two.annId, third));
        Profile now = door.profile(two.bobId, upstreams.identity().heads());
        assertEquals(third, now.getProfileId());
        assertEquals(4, now.getEventCount());
    }

    @Test
    void whatIsOlderThanWhatIsKnownChangesNothing() {
        Two two = new Two();
        door.profile(two.bob, two.sent);
        Profile both = door.profile(two.ann, two.merge());
        ConsistencyToken stale = upstreams
                .identity()
                .publish(IdentityChange.newBuilder()
                        .setWorkspace(Given.WORKSPACE)
                        .setVersion(1)
                        .addMoves(RecordMove.newBuilder()
                                .setRecordId(Given.record(two.bob))
                                .setFromProfileId(two.annId)
                                .setToProfileId(two.bobId))
                        .build());
        assertEquals(both, door.profile(two.ann, stale));
    }

    @Test
    void eventsWaitForAnOwnerThatComesByTheFeedAlone() {
        upstreams.identity().withholdAnswers(true);
        try {
            Two two = new Two();
            assertEquals(2, door.profile(two.ann, two.sent).getEventCount());
            assertEquals(2, door.profile(two.bob, two.sent).getEventCount());
        } finally {
            upstreams.identity().withholdAnswers(false);
        }
    }

    @Test
    void aProfileOfEnrichingSourcesDoesNotExistUntilAnotherSourceSpeaks() {
        Identifier cookie = Given.identifier("anonymous_id", Given.fresh("c"));
        Event row = Given.event(Given.fresh("d"), Given.START, cookie)
                .setEnriching(true)
                .setTraits("{\"job\":\"admin.\"}")
                .setThirdParty(io.onefold.proto.type.v1.ThirdParty.newBuilder()
                        .setProvider("acme")
                        .setExpireTime(Given.timestamp(Given.START.plusSeconds(100))))
                .build();
        ConsistencyToken before = upstreams.ingestion().send(List.of(row));
        StatusRuntimeException none = assertThrows(StatusRuntimeException.class, () -> door.profile(cookie, before));
        assertEquals("PROFILE_NOT_FOUND", Refusal.of(none).reason());

        ConsistencyToken after = upstreams
                .ingestion()
                .send(List.of(Given.order(Given.fresh("o"), Given.START.plusSeconds(1), "1", cookie)))
                .and(upstreams.ingestion().tick(Given.WORKSPACE, Given.START.plusSeconds(50)));
        Profile profile = door.profile(cookie, after);
        assertEquals(2, profile.getEventCount());
        assertEquals(1, profile.getEnrichingEventCount());
        assertEquals("{\"job\":\"admin.\"}", profile.getThirdParty(0).getAttributes());
        assertEquals(0, profile.getTraitsCount(), "third-party data is no trait");
        assertFalse(profile.getKnown());

        ConsistencyToken expired = upstreams.ingestion().tick(Given.WORKSPACE, Given.START.plusSeconds(100));
        assertEquals(0, door.profile(cookie, expired).getThirdPartyCount());
    }

    @Test
    void aContestedIdentifierNamesItsCandidates() {
        Two two = new Two();
        door.profile(two.bob, two.sent);
        upstreams.identity().contest(Given.WORKSPACE, two.bob, List.of(two.annId, two.bobId));
        StatusRuntimeException contested = assertThrows(
                StatusRuntimeException.class,
                () -> door.profile(two.bob, upstreams.identity().heads()));
        assertEquals(Status.Code.FAILED_PRECONDITION, contested.getStatus().getCode());
        assertEquals("IDENTIFIER_CONTESTED", Refusal.of(contested).reason());
        assertEquals(
                two.annId + "," + two.bobId, Refusal.of(contested).metadata().get("candidates"));
        assertEquals(0, door.profile(two.bobId, ConsistencyToken.NONE).getIdentifiersCount());
    }

    @Test
    void nobodyEverSeesHalfAMerge() {
        Two two = new Two();
        door.profile(two.bob, two.sent);
        BatchGetFactsRequest both = BatchGetFactsRequest.newBuilder()
                .addProfileIds(two.annId)
                .addProfileIds(two.bobId)
                .addSelectors(FactSelector.newBuilder()
                        .setType(EventType.EVENT_TYPE_TRACK)
                        .setName("Order Completed"))
                .build();
        CompletableFuture<ConsistencyToken> moves = CompletableFuture.supplyAsync(() -> {
            ConsistencyToken last = ConsistencyToken.NONE;
            for (int i = 0; i < 40; i++) {
                door.profile(two.ann, two.merge());
                last = two.split();
                door.profile(two.ann, last);
            }
            return last;
        });
        int looks = 0;
        while (!moves.isDone() || looks == 0) {
            int orders = door.internal().batchGetFacts(both).getProfilesList().stream()
                    .mapToInt(ProfileFacts::getEventsCount)
                    .sum();
            assertEquals(2, orders);
            looks++;
        }
        assertEquals(2, door.profile(two.bob, moves.join()).getEventCount());
    }
}
