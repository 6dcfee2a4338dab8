package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.profile.support.Watch;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.ProfileChange.Cause;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.PartitionCursor;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What others are told: scans, changes, facts and progress. */
@ServiceTest
class FeedTest {
    private static final FactSelector ORDERS = FactSelector.newBuilder()
            .setType(EventType.EVENT_TYPE_TRACK)
            .setName("Order Completed")
            .build();

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    private List<ScanProfilesResponse> scan(ConsistencyToken token) {
        return door.scan(ScanProfilesRequest.newBuilder()
                .addSelectors(ORDERS)
                .setIncludeProfile(true)
                .setConsistencyToken(token.encode())
                .build());
    }

    private List<ProfileChange> changes(List<PartitionCursor> cursors, List<String> profiles, int expected) {
        try (Watch watch = door.watch(cursors, profiles)) {
            return watch.until(changes -> changes.size() >= expected);
        }
    }

    @Test
    void aScanAndWhatFollowsItMissNothing() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Identifier mail = Given.identifier("email", Given.fresh("ann") + "@example.com");
        UUID id = UUID.randomUUID();
        upstreams.identity().plan(Given.record(user, mail), id);
        Event order = Given.order(Given.fresh("o"), Given.START, "7.50", user, mail);
        ConsistencyToken first = upstreams.ingestion().send(List.of(order));

        List<ScanProfilesResponse> responses = scan(first);
        assertEquals(16, responses.get(0).getWatchCursorsCount());
        Profile seen = responses.stream()
                .flatMap(response -> response.getProfilesList().stream())
                .filter(scanned -> scanned.getProfile().getProfileId().equals(id.toString()))
                .peek(scanned -> assertEquals(List.of(order), scanned.getFacts().getEventsList()))
                .findFirst()
                .orElseThrow()
                .getProfile();
        assertEquals(door.profile(user, first), seen);

        Event said = Given.identify(
                        Given.fresh("i"), Given.START.plusSeconds(3), "{\"first_name\":\"Ann\"}", user, mail)
                .toBuilder()
                .addConsents(Given.consent("email", true))
                .build();
        upstreams.ingestion().send(List.of(said));
        ProfileChange change = changes(responses.get(0).getWatchCursorsList(), List.of(id.toString()), 1)
                .get(0);
        assertEquals(Cause.CAUSE_EVENT, change.getCause());
        assertTrue(change.getVersion() > seen.getVersion());
        assertEquals(List.of("first_name"), change.getTraitsList());
        assertEquals(EventType.EVENT_TYPE_IDENTIFY, change.getBehaviours(0).getType());
        assertEquals(said.getEventTime(), change.getEarliestEventTime());
        assertEquals(List.of(mail.getValue()), change.getContact().getEmailsList());
        assertEquals("Ann", change.getContact().getFirstName());
        assertTrue(change.getContact().getConsents(0).getGranted());
    }

    @Test
    void aMergeTellsBothSides() {
        Identifier ann = Given.identifier("user_id", Given.fresh("ann"));
        Identifier bob = Given.identifier("anonymous_id", Given.fresh("bob"));
        String annId = UUID.randomUUID().toString();
        String bobId = UUID.randomUUID().toString();
        upstreams.identity().plan(Given.record(ann), UUID.fromString(annId));
        upstreams.identity().plan(Given.record(bob), UUID.fromString(bobId));
        ConsistencyToken sent = upstreams
                .ingestion()
                .send(List.of(
                        Given.order(Given.fresh("o"), Given.START, "1", ann),
                        Given.order(Given.fresh("o"), Given.START, "2", bob)));
        List<PartitionCursor> cursors = scan(sent).get(0).getWatchCursorsList();

        upstreams.identity().move(Given.WORKSPACE, Map.of(Given.record(bob), annId), Map.of(bobId, annId));

        for (ProfileChange change : changes(cursors, List.of(annId, bobId), 2)) {
            boolean isAnn = change.getProfileId().equals(annId);
            assertEquals(Cause.CAUSE_MERGE, change.getCause());
            assertEquals(isAnn, change.getExists());
            assertEquals(isAnn ? "" : annId, change.getResolvesTo());
            assertEquals(isAnn ? List.of(bobId) : List.of(), change.getAbsorbedProfileIdsList());
            assertFalse(change.hasEarliestEventTime());
        }
        ProfileFacts none = door.facts(List.of(ORDERS), bobId).get(0);
        assertFalse(none.getExists());
        assertTrue(none.getVersion() > 0);
        assertEquals(annId, none.getResolvesTo());
        assertEquals(2, door.facts(List.of(ORDERS), annId).get(0).getEventsCount());
    }

    @Test
    void progressSaysHowFarTheFeedContainsAToken() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        ConsistencyToken sent =
                upstreams.ingestion().send(List.of(Given.order(Given.fresh("o"), Given.START, "1", user)));
        ConsistencyToken reached = ConsistencyToken.decode(door.internal()
                .getProgress(GetProgressRequest.newBuilder()
                        .setConsistencyToken(sent.encode())
                        .build())
                .getConsistencyToken());
        assertEquals(Set.of("profiles"), reached.feeds().keySet());
        assertEquals(1, door.profile(user, ConsistencyToken.NONE).getEventCount());
    }
}
