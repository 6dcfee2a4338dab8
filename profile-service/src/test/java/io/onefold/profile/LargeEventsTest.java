package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.sql.Database;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.profile.timeline.SelectionStore;
import io.onefold.profile.timeline.Selector;
import io.onefold.profile.view.ProfileKey;
import io.onefold.profile.view.ProfileViewer;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.ListTimelineRequest;
import io.onefold.proto.profile.v1.ListTimelineResponse;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Few events that are large: what is read at once is bounded in bytes, and nothing is missing in what is put together of it. */
@ServiceTest
class LargeEventsTest {
    private static final int PROFILES = 5;
    /** Of each profile: 3 MB, so that two profiles are more than a page. */
    private static final int EVENTS = 100;

    private static final String LARGE = "{\"note\":\"" + "x".repeat(30_000) + "\"}";
    private static final int MOST_AT_ONCE = (4 << 20) + 40_000;

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    Database database;

    @Inject
    SelectionStore selections;

    @Inject
    ProfileViewer viewer;

    private final List<String> ids = new ArrayList<>();
    private final List<List<Event>> events = new ArrayList<>();

    private void send(int profiles, int eventsEach) {
        ConsistencyToken token = ConsistencyToken.NONE;
        for (int p = 0; p < profiles; p++) {
            Identifier cookie = Given.identifier("anonymous_id", Given.fresh("large"));
            String id = UUID.randomUUID().toString();
            upstreams.identity().plan(Given.record(cookie), UUID.fromString(id));
            ids.add(id);
            List<Event> large = new ArrayList<>();
            for (int i = 0; i < eventsEach; i++) {
                large.add(Given.event(Given.fresh("e"), Given.START.plusSeconds(i), cookie)
                        .setName("Large")
                        .setProperties(LARGE)
                        .build());
            }
            events.add(large);
            token = token.and(upstreams.ingestion().send(large));
        }
        for (String id : ids) {
            assertEquals(eventsEach, door.profile(id, token).getEventCount());
        }
    }

    @Test
    void factsOfSeveralAreWhole() {
        send(PROFILES, EVENTS);
        List<ProfileFacts> facts = new ArrayList<>();
        // An answer holds so many bytes, and as many of the first profiles as fit.
        while (facts.size() < PROFILES) {
            List<ProfileFacts> some = door.facts(
                    List.of(FactSelector.getDefaultInstance()),
                    ids.subList(facts.size(), PROFILES).toArray(String[]::new));
            assertTrue(!some.isEmpty());
            facts.addAll(some);
        }
        for (int p = 0; p < PROFILES; p++) {
            assertEquals(ids.get(p), facts.get(p).getProfileId());
            assertEquals(events.get(p), facts.get(p).getEventsList());
        }
    }

    @Test
    void whatIsReadAtOnceIsBoundedInBytes() {
        send(1, 2 * EVENTS);
        String record = events.get(0).get(0).getRecordId();
        SelectionStore.Page page = database.snapshot(tx -> selections.page(
                tx,
                List.of(UUID.fromString(record)),
                List.of(Selector.ANY),
                SelectionStore.BEGINNING,
                SelectionStore.END));
        long bytes = page.events().stream()
                .mapToLong(event -> event.payload().length)
                .sum();
        assertTrue(bytes < MOST_AT_ONCE, () -> bytes + " bytes");
        assertTrue(page.more());
        assertTrue(page.events().size() > EVENTS, () -> page.events().size() + " events");
        Instant end = Given.START.plusSeconds(2 * EVENTS);
        assertEquals(2 * EVENTS, door.profileAsOf(ids.get(0), end).getEventCount());
        assertEquals(
                EVENTS + 50,
                door.profileAsOf(ids.get(0), Given.START.plusSeconds(EVENTS + 49))
                        .getEventCount());
    }

    @Test
    void aPageOfATimelineFitsIntoAMessage() {
        send(1, 2 * EVENTS);
        List<Event> listed = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            ListTimelineResponse page = door.reader()
                    .listTimeline(ListTimelineRequest.newBuilder()
                            .setProfileId(ids.get(0))
                            .setPageSize(1_000)
                            .setPageToken(token)
                            .build());
            assertTrue(page.getSerializedSize() < 4 << 20, "a client with gRPC's own limit could not take it");
            listed.addAll(page.getEventsList());
            token = page.getNextPageToken();
            pages++;
        } while (!token.isEmpty());
        Collections.reverse(listed);
        assertEquals(events.get(0), listed);
        assertEquals(2, pages);
    }

    @Test
    void whoHasGoneIsNotWorkedFor() throws Exception {
        send(1, 1);
        ProfileViewer.Query past = new ProfileViewer.Query(
                Given.WORKSPACE, new ProfileKey.ById(UUID.fromString(ids.get(0))), Given.START.plusSeconds(1));
        try (Context.CancellableContext call = Context.current().withCancellation()) {
            assertEquals(
                    2,
                    call.call(() -> viewer.answers(List.of(past, past), ConsistencyToken.NONE))
                            .size());
            boolean cancelled = call.cancel(null);
            assertTrue(cancelled);
            StatusRuntimeException gone = assertThrows(
                    StatusRuntimeException.class,
                    () -> call.call(() -> viewer.answers(List.of(past, past), ConsistencyToken.NONE)));
            assertEquals(Status.Code.CANCELLED, gone.getStatus().getCode());
        }
    }
}
