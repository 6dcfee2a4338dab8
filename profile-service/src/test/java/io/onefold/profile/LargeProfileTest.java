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
import io.onefold.proto.profile.v1.BatchGetProfilesRequest;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ProfileResult;
import io.onefold.proto.type.v1.ErrorReason;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** More events than an answer holds: the earliest are told, and that there are more. */
@ServiceTest
class LargeProfileTest {
    private static final int MOST = 50_000;
    private static final int MOST_FACTS = 20_000;

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Test
    void beyondTheLimitTheEarliestAreTold() {
        List<Identifier> cookies = List.of(
                Given.identifier("anonymous_id", Given.fresh("web")),
                Given.identifier("anonymous_id", Given.fresh("app")));
        String id = UUID.randomUUID().toString();
        cookies.forEach(cookie -> upstreams.identity().plan(Given.record(cookie), UUID.fromString(id)));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            events.add(Given.event(Given.fresh("e"), Given.START.plusSeconds(i), cookies.get(i % 2))
                    .setName(i % 5 < 2 ? "few" : "many")
                    .build());
        }
        door.profile(id, upstreams.ingestion().send(events));
        List<FactSelector> everything = List.of(FactSelector.getDefaultInstance());

        List<FactSelector> few =
                List.of(FactSelector.newBuilder().setName("few").build());
        ProfileFacts all = door.facts(few, id).get(0);
        assertEquals(MOST_FACTS, all.getEventsCount(), "what is not selected does not count");
        assertFalse(all.getOverflow());
        assertEquals(MOST, door.profileAsOf(id, Given.START.plusSeconds(MOST)).getEventCount());

        assertBudget(id);

        Event early = Given.event(Given.fresh("e"), Given.START.minusSeconds(1), cookies.get(0))
                .setName("few")
                .build();
        ConsistencyToken sent = upstreams.ingestion().send(List.of(early));
        assertEquals(MOST + 1, door.profile(id, sent).getEventCount());

        events.add(0, early);
        ProfileFacts some = door.facts(everything, id).get(0);
        assertEquals(events.subList(0, MOST_FACTS), some.getEventsList());
        assertTrue(some.getOverflow());
        ProfileFacts tooMany = door.facts(few, id).get(0);
        assertEquals(MOST_FACTS, tooMany.getEventsCount());
        assertEquals(early, tooMany.getEvents(0));
        assertTrue(tooMany.getOverflow());

        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> door.profileAsOf(id, Given.START));
        assertEquals(Status.Code.OUT_OF_RANGE, refused.getStatus().getCode());
        assertEquals("LIMIT_EXCEEDED", Refusal.of(refused).reason());
        GetProfileRequest past = GetProfileRequest.newBuilder()
                .setProfileId(id)
                .setAsOf(Given.timestamp(Given.START))
                .build();
        assertEquals(
                ErrorReason.ERROR_REASON_LIMIT_EXCEEDED,
                door.reader()
                        .batchGetProfiles(BatchGetProfilesRequest.newBuilder()
                                .addRequests(past)
                                .build())
                        .getResults(0)
                        .getReason());
    }

    /** One view of the past may be folded from so many events, and so may all of a batch together. */
    private void assertBudget(String id) {
        GetProfileRequest past = GetProfileRequest.newBuilder()
                .setProfileId(id)
                .setAsOf(Given.timestamp(Given.START.plusSeconds(MOST)))
                .build();
        GetProfileRequest present =
                GetProfileRequest.newBuilder().setProfileId(id).build();
        List<ProfileResult> results = door.reader()
                .batchGetProfiles(BatchGetProfilesRequest.newBuilder()
                        .addRequests(past)
                        .addRequests(past)
                        .addRequests(present)
                        .build())
                .getResultsList();
        assertEquals(MOST, results.get(0).getProfile().getEventCount());
        assertEquals(ErrorReason.ERROR_REASON_LIMIT_EXCEEDED, results.get(1).getReason());
        assertEquals(MOST, results.get(2).getProfile().getEventCount());
    }
}
