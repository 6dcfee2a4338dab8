package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.sql.Database;
import io.onefold.profile.filing.FeedsClient;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is read twice, by whomever, counts once. */
@ServiceTest
class ReplayTest {
    private static final String FORGET_CURSORS = "delete from cursor_position";
    private static final String FREE_LEASES = "delete from cursor_lease";
    private static final String SET_ASIDE = "select count(*) from cursor_poison where reason like $1";
    private static final String TIMELINE = "select count(*) from timeline where record_id = any($1::uuid[])";

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    Database database;

    @Inject
    FeedsClient feeds;

    private long count(String sql, Object parameter) {
        return database.snapshot(
                tx -> tx.query(sql, parameter).iterator().next().getLong(0));
    }

    @Test
    void theWholeFeedAgainChangesNothing() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        ConsistencyToken token = upstreams
                .ingestion()
                .send(List.of(
                        Given.order(Given.fresh("o"), Given.START, "3.30", user),
                        Given.identify(Given.fresh("i"), Given.START, "{\"country\":\"FR\"}", user)));
        Profile before = door.profile(user, token);

        database.inTransaction(tx -> tx.execute(FORGET_CURSORS));
        // Every lane finds its cursors gone with the next item, and begins at the beginning.
        ConsistencyToken everything = upstreams
                .ingestion()
                .tick("elsewhere", Given.START)
                .and(upstreams.identity().stir(Given.WORKSPACE));

        assertEquals(before, door.profile(user, everything));
    }

    @Test
    void twoReplicasOnOneDatabaseLoseNothingAndDoubleNothing() {
        UUID profileId = UUID.randomUUID();
        List<Identifier> cookies = IntStream.range(0, 16)
                .mapToObj(i -> Given.identifier("anonymous_id", Given.fresh("c")))
                .toList();
        cookies.forEach(cookie -> upstreams.identity().plan(Given.record(cookie), profileId));
        // Without leases both sets read every partition: only the compare-and-set of the cursors keeps them apart.
        List<FeedConsumer<?, ?>> second = feeds.open();
        database.inTransaction(tx -> tx.execute(FREE_LEASES));
        second.forEach(FeedConsumer::start);
        try {
            ConsistencyToken token = ConsistencyToken.NONE;
            for (int round = 0; round < 20; round++) {
                List<Event> events = new ArrayList<>();
                for (Identifier cookie : cookies) {
                    events.add(Given.order(Given.fresh("o"), Given.START.plusSeconds(round), "0.25", cookie));
                }
                token = token.and(upstreams.ingestion().send(events));
                database.inTransaction(tx -> tx.execute(FREE_LEASES));
            }
            Profile profile = door.profile(profileId.toString(), token);
            assertEquals(320, profile.getEventCount());
            assertEquals("80.00", profile.getBehaviours(0).getSums(0).getSum());
            assertEquals(
                    320,
                    count(
                            TIMELINE,
                            cookies.stream()
                                    .map(c -> UUID.fromString(Given.record(c)))
                                    .toArray(UUID[]::new)));
        } finally {
            second.forEach(FeedConsumer::stop);
        }
    }

    @Test
    void anItemThatCannotBeReadIsSetAsideAndItsNeighboursGoOn() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Event good = Given.order(Given.fresh("o"), Given.START, "5", user);
        Event malformed = good.toBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setProperties("{\"total\":")
                .build();
        Event withNul = good.toBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setName("a\u0000b")
                .build();
        Event after = Given.order(Given.fresh("o"), Given.START.plusSeconds(1), "6", user);

        ConsistencyToken token = upstreams.ingestion().sendTo(5, List.of(good, malformed, withNul, after));

        Profile profile = door.profile(user, token);
        assertEquals(2, profile.getEventCount());
        assertEquals("11", profile.getBehaviours(0).getSums(0).getSum());
        assertTrue(count(SET_ASIDE, "%malformed JSON%") >= 1);
    }

    @Test
    void anEventThatChangesNothingIsReadBackWithItsToken() {
        Identifier user = Given.identifier("user_id", Given.fresh("ann"));
        Event order = Given.order(Given.fresh("o"), Given.START, "5", user);
        Profile once = door.profile(user, upstreams.ingestion().send(List.of(order)));

        Profile twice = door.profile(user, upstreams.ingestion().send(List.of(order)));

        assertEquals(once, twice);
    }
}
