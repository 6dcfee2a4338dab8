package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.event.EventCodec;
import io.onefold.profile.event.StoredEventCodec;
import io.onefold.profile.state.EventFacts;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.StateCodec;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.History;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.type.v1.Event;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept incrementally is what a rebuild from the timelines and the owners gives, to the byte. */
@ServiceTest
class RebuildTest {
    private static final int HISTORIES = 60;
    private static final String TIMELINES = "select record_id, payload from timeline";
    private static final String RECORD_STATES = "select record_id, state from record_state";
    private static final String PROFILE_STATES = "select profile_id, state from profile where length(state) > 0";
    private static final String OWNERS = "select record_id, profile_id from record_owner where profile_id is not null";
    private static final String MEMBERS = "select record_id, profile_id from profile_record";
    private static final String HOLDERS =
            "select identifier_id, profile_id from identifier_holder where profile_id is not null";
    private static final String HELD = "select identifier_id, profile_id from profile_identifier";

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    Database database;

    @Test
    void theKeptStatesAreTheRebuiltOnes() {
        Random random = new Random(42);
        ConsistencyToken token = ConsistencyToken.NONE;
        String witness = "";
        for (int i = 0; i < HISTORIES; i++) {
            History history = new History(upstreams, random);
            token = token.and(history.run());
            witness = history.profiles().get(0);
        }
        token = token.and(upstreams
                .ingestion()
                .send(List.of(Given.order(Given.fresh("o"), Given.START, "1", Given.identifier("user_id", witness)))));
        door.profile(
                Given.identifier("user_id", witness),
                token.and(upstreams.identity().heads()));
        database.snapshot(this::compare);
    }

    /** In one snapshot, as the states are read one after another. */
    private boolean compare(Transaction tx) {
        Map<UUID, ProfileState> folded = folded(tx);
        assertEquals(bytes(folded), bytes(tx, RECORD_STATES));
        Map<UUID, UUID> owners = pairs(tx, OWNERS);
        Map<UUID, ProfileState> merged = new HashMap<>();
        folded.forEach((record, state) -> {
            UUID owner = owners.get(record);
            if (owner != null) {
                merged.merge(owner, state, ProfileState::merge);
            }
        });
        assertEquals(bytes(merged), bytes(tx, PROFILE_STATES));
        assertEquals(owners, pairs(tx, MEMBERS));
        assertEquals(pairs(tx, HOLDERS), pairs(tx, HELD));
        return true;
    }

    private static Map<UUID, ProfileState> folded(Transaction tx) {
        Map<UUID, List<EventFacts>> events = new HashMap<>();
        for (Row row : tx.query(TIMELINES)) {
            Event event = StoredEventCodec.read(row.getBuffer(1).getBytes());
            events.computeIfAbsent(row.getUUID(0), record -> new ArrayList<>())
                    .add(EventCodec.read(event).facts());
        }
        Map<UUID, ProfileState> folded = new HashMap<>();
        events.forEach((record, all) -> folded.put(record, ProfileState.fold(all)));
        return folded;
    }

    private static Map<UUID, String> bytes(Map<UUID, ProfileState> states) {
        Map<UUID, String> bytes = new TreeMap<>();
        states.forEach((id, state) -> bytes.put(id, HexFormat.of().formatHex(StateCodec.encode(state))));
        return bytes;
    }

    private static Map<UUID, String> bytes(Transaction tx, String sql) {
        Map<UUID, String> bytes = new TreeMap<>();
        tx.query(sql)
                .forEach(row -> bytes.put(
                        row.getUUID(0),
                        HexFormat.of().formatHex(row.getBuffer(1).getBytes())));
        return bytes;
    }

    private static Map<UUID, UUID> pairs(Transaction tx, String sql) {
        Map<UUID, UUID> pairs = new TreeMap<>();
        tx.query(sql).forEach(row -> pairs.put(row.getUUID(0), row.getUUID(1)));
        return pairs;
    }
}
