package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.ProfileChange.Cause;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.PartitionCursor;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What others are told: scans, changes, facts and progress. */
@ServiceTest
class FeedTest {
    private static final FactSelector ORDERS = FactSelector.newBuilder()
            .setKey("orders")
            .setType(EventType.EVENT_TYPE_TRACK)
            .setName("Order Completed")
            .setProperty("total")
            .build();

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    private List<ScanProfilesResponse> scan(ConsistencyToken token) {
        List<ScanProfilesResponse> responses = new ArrayList<>();
        door.internal()
                .scanProfiles(ScanProfilesRequest.newBuilder()
                        .addSelectors(ORDERS)
                        .setIncludeProfile(true)
                        .setConsistencyToken(token.encode())
                        .build())
                .forEachRemaining(responses::add);
        return responses;
    }

    /** The changes of some profiles after the cursors, until there are as many as expected. */
    private List<ProfileChange> changes(List<PartitionCursor> cursors, List<String> profiles, int expected) {
        Context.CancellableContext watching = Context.current().withCancellation();
        List<ProfileChange> changes = new ArrayList<>();
        watching.run(() -> {
            Iterator<WatchProfilesResponse> responses = door.reader()
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .watchProfiles(WatchProfilesRequest.newBuilder()
                            .addAllCursors(cursors)
                            .build());
            while (changes.size() < expected) {
                responses
                        .next()
                        .getBatchesList()
                        .forEach(batch -> batch.getItemsList().stream()
                                .filter(item -> item.hasChange()
                                        && profiles.contains(item.getChange().getProfileId()))
                                .forEach(item -> changes.add(item.getChange())));
            }
        });
        watching.cancel(null);
        return changes;
    }

    @Test
    void aScanAndWhatFollowsItMissNothing() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Identifier mail = Given.identifier("email", Given.fresh("ann") + "@example.com");
        UUID id = UUID.randomUUID();
        upstreams.identity().plan(Given.record(user, mail), id);
        ConsistencyToken first =
                upstreams.ingestion().send(List.of(Given.order(Given.fresh("o"), Given.START, "7.50", user, mail)));

        List<ScanProfilesResponse> responses = scan(first);
        assertEquals(16, responses.get(0).getWatchCursorsCount());
        Profile seen = responses.stream()
                .flatMap(response -> response.getProfilesList().stream())
                .filter(scanned -> scanned.getProfile().getProfileId().equals(id.toString()))
                .peek(scanned -> assertEquals(
                        "7.50", scanned.getFacts().getSelected(0).getEvents(0).getValue()))
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
        ProfileFacts none = facts(bobId, UUID.randomUUID().toString()).get(0);
        assertFalse(none.getExists());
        assertTrue(none.getVersion() > 0);
        assertEquals(2, facts(annId).get(0).getSelected(0).getEventsCount());
    }

    private List<ProfileFacts> facts(String... profileIds) {
        return door.internal()
                .batchGetFacts(BatchGetFactsRequest.newBuilder()
                        .addAllProfileIds(List.of(profileIds))
                        .addSelectors(ORDERS)
                        .build())
                .getProfilesList();
    }

    @Test
    void factsAreInOrderAndSayWhatIsNoNumber() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        ConsistencyToken sent = upstreams
                .ingestion()
                .send(List.of(
                        Given.order(Given.fresh("o"), Given.START.plusSeconds(2), "\"abc\"", user),
                        Given.order(Given.fresh("o"), Given.START, "0.10", user)));
        Profile profile = door.profile(user, sent);

        List<ProfileFacts> facts = facts(profile.getProfileId(), new UUID(1, 1).toString(), profile.getProfileId());

        assertEquals(3, facts.size());
        assertEquals(profile.getVersion(), facts.get(0).getVersion());
        assertEquals("0.10", facts.get(0).getSelected(0).getEvents(0).getValue());
        assertEquals("", facts.get(0).getSelected(0).getEvents(1).getValue());
        assertEquals(0, facts.get(1).getVersion());
        assertEquals(facts.get(0), facts.get(2));
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
        assertEquals(java.util.Set.of("profiles"), reached.feeds().keySet());
        assertEquals(1, door.profile(user, ConsistencyToken.NONE).getEventCount());
    }
}
