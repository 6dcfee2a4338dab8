package io.onefold.profile.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.sql.Database;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.ingestion.v1.LostEvent;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ingestion gets back the claims that its restored store lacks, and these alone. */
@ServiceTest
class ClaimsReturnTest {
    private static final String FEED = "events";

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    ClaimsReturn claims;

    @Inject
    Database database;

    @Inject
    CursorStore cursors;

    @Test
    void whatIngestionLacksIsGivenBackWithItsNameAndThenItGoesOn() {
        List<Event> filed = filed(5);
        Event lost = filed.get(1);
        upstreams.restore().restore(Set.of(lost.getEventId(), filed.get(4).getEventId()), 0);

        claims.giveBack(FEED);

        List<LostEvent> returned = new ArrayList<>(upstreams.restore().returned());
        assertEquals(2, returned.size());
        returned.removeIf(event -> !event.getEventId().equals(lost.getEventId()));
        LostEvent one = returned.get(0);
        assertEquals(lost.getMessageId(), one.getMessageId());
        assertEquals(lost.getSource(), one.getSource());
        assertEquals(lost.getWorkspace(), one.getWorkspace());
        assertEquals(lost.getEventTime(), one.getEventTime());
        assertEquals(lost.getRecordId(), one.getRecordId());
        assertFalse(upstreams.restore().isAwaiting());
    }

    @Test
    void everyTimelineIsLookedAtHoweverManyPiecesThatTakes() {
        List<Event> filed = filed(4500);
        Set<String> lacking = new HashSet<>();
        filed.forEach(event -> lacking.add(event.getEventId()));
        upstreams.restore().restore(lacking, 0);

        claims.giveBack(FEED);

        Set<String> returned = new HashSet<>();
        upstreams.restore().returned().forEach(event -> returned.add(event.getEventId()));
        assertEquals(lacking, returned);
        assertEquals(lacking.size(), upstreams.restore().returned().size());
        assertTrue(upstreams.restore().asked() >= 3);
    }

    @Test
    void aStoreThatHasEverythingIsNotSearched() {
        List<Event> filed = filed(1);
        upstreams.restore().restore(Set.of(filed.get(0).getEventId()), Long.MAX_VALUE);

        claims.giveBack(FEED);

        assertEquals(0, upstreams.restore().asked());
        assertFalse(upstreams.restore().isAwaiting());
    }

    /** The feed is read from its beginning when the store is restored once more: the cursors say little by then. */
    @Test
    void howFarItWasEverReadCountsAndNotHowFarItIsNow() {
        List<Event> filed = filed(1);
        long highest = database.snapshot(tx -> cursors.highest(tx, FEED)).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        database.inTransaction(tx -> tx.execute("""
                insert into cursor_high (upstream, partition, position)
                select 'events', partition, $1 from cursor_position where upstream = 'events'
                on conflict (upstream, partition) do update set position = excluded.position""", highest + 100));
        upstreams.restore().restore(Set.of(filed.get(0).getEventId()), highest + 99);
        claims.giveBack(FEED);
        assertEquals(1, upstreams.restore().returned().size());
        upstreams.restore().restore(Set.of(filed.get(0).getEventId()), highest + 100);
        claims.giveBack(FEED);
        assertEquals(0, upstreams.restore().asked());
    }

    @Test
    void whoAwaitsNothingIsGivenNothing() {
        List<Event> filed = filed(1);
        upstreams.restore().restore(Set.of(filed.get(0).getEventId()), 0);
        claims.giveBack(FEED);
        int asked = upstreams.restore().asked();

        claims.giveBack(FEED);

        assertEquals(asked, upstreams.restore().asked());
    }

    private List<Event> filed(int count) {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(Given.order(Given.fresh("o"), Given.START.plusSeconds(i), "1", user));
        }
        assertEquals(
                count, door.profile(user, upstreams.ingestion().send(events)).getEventCount());
        return events;
    }
}
