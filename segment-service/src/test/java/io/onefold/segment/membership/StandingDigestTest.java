package io.onefold.segment.membership;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many changes a standing has left to the log makes no other state; everything else does. */
@ServiceTest
class StandingDigestTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");
    private static final String WORKSPACE = "rebuilt";

    @Inject
    Database database;

    @Inject
    StandingStore standings;

    @Inject
    StandingDigest digest;

    private final UUID person = UUID.randomUUID();
    private final String name = "digested_" + person.toString().substring(0, 8);

    private String hashOf(UUID audience, List<Instant> flips) {
        Standing standing = new Standing(audience, 1, 1, JUNE, 600, flips, Optional.empty());
        Standings all = new Standings(Optional.of(JUNE), Map.of(audience, standing));
        database.inTransaction(tx -> {
            standings.claim(tx, new TreeMap<>(Map.of(person, WORKSPACE)));
            standings.write(tx, List.of(new StandingStore.Stored(person, WORKSPACE, Optional.empty(), all, false)));
        });
        return database.snapshot(tx -> {
            StateDigest state = new StateDigest();
            digest.digest(tx, WORKSPACE, state);
            return state.hash().hash();
        });
    }

    @Test
    void what_is_left_to_the_log_is_not_counted() {
        create("rebuilt-manage", Audience.newBuilder().setName(name).setRule(boughtAtLeast("Nothing " + name, "1")));
        UUID audience = database.snapshot(tx -> tx.query("select id from audience where name = $1", name)
                .iterator()
                .next()
                .getUUID(0));
        List<Instant> flips = IntStream.range(0, 601)
                .mapToObj(second -> JUNE.plusSeconds(second))
                .toList();
        String right = hashOf(audience, flips.subList(344, 601));
        assertEquals(right, hashOf(audience, flips.subList(100, 601)));
        assertEquals(right, hashOf(audience, flips.subList(470, 601)));
        assertNotEquals(right, hashOf(audience, flips.subList(345, 601)));
        assertNotEquals(right, hashOf(audience, flips.subList(344, 600)));
        assertNotEquals(right, hashOf(audience, List.of()));
        database.inTransaction(tx -> assertEquals(1, tx.execute("delete from standing where profile_id = $1", person)));
    }
}
