package io.onefold.segment.backfill;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.segment.v1.Audience.State;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A profile that a filling cannot evaluate holds up nobody, is told of, and is not forgotten. */
@ServiceTest
class FillingPoisonTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Database database;

    @Inject
    AudienceStore audiences;

    @Inject
    SetAsideProfiles setAside;

    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Bought " + suffix;
    private final String before = "before_" + suffix;
    private final String buyers = "buyers_" + suffix;

    @BeforeEach
    void two_buy() {
        create(before, boughtAtLeast(bought, "1"));
        for (UUID id : List.of(ann, bob)) {
            profiles.happen(id, new Happening(bought, JUNE, "5"));
        }
        assertEquals(sorted(ann, bob), members(before));
    }

    private static List<String> sorted(UUID... ids) {
        return Stream.of(ids).map(UUID::toString).sorted().toList();
    }

    private List<String> members(String audience) {
        return memberIds(audience, profiles.token().encode());
    }

    private List<String> reasons() {
        UUID id =
                audiences.find(ScriptedProfiles.WORKSPACE, buyers).orElseThrow().id();
        List<String> reasons = new ArrayList<>();
        for (Row row : database.snapshot(tx ->
                tx.query("select reason from filling_poison where profile_id = $1 and audience_id = $2", ann, id))) {
            reasons.add(row.getString(0));
        }
        return reasons;
    }

    private void theOthersAreIn(String reason) {
        create(buyers, boughtAtLeast(bought, "5"));
        assertEquals(sorted(bob), members(buyers));
        assertEquals(State.STATE_LIVE, get(buyers).getState());
        assertEquals(1, get(buyers).getSetAsideProfileCount());
        setAside.tryAgain();
        assertEquals(1, get(buyers).getSetAsideProfileCount());
        assertTrue(reasons().get(0).contains(reason), reasons()::toString);
    }

    private void isInAfterwards() {
        setAside.tryAgain();
        assertEquals(sorted(ann, bob), members(buyers));
        assertEquals(0, get(buyers).getSetAsideProfileCount());
        assertEquals(List.of(), reasons());
    }

    @Test
    void one_whose_facts_cannot_be_read() {
        profiles.answer(ann, told -> {
            ProfileFacts.Builder spoilt = told.toBuilder();
            spoilt.getEventsBuilderList().forEach(event -> event.setEventId("spoilt"));
            return spoilt.build();
        });
        try {
            theOthersAreIn("spoilt");
        } finally {
            profiles.answer(ann, UnaryOperator.identity());
        }
        isInAfterwards();
    }

    @Test
    void one_that_fails_when_it_is_written() {
        byte[] state = state();
        write(new byte[] {9});
        try {
            theOthersAreIn("unknown format");
        } finally {
            write(state);
        }
        isInAfterwards();
    }

    private byte[] state() {
        return database.snapshot(
                tx -> tx.query("select state from standing where bucket = $1 and profile_id = $2", Bucket.of(ann), ann)
                        .iterator()
                        .next()
                        .getBuffer(0)
                        .getBytes());
    }

    private void write(byte[] state) {
        database.inTransaction(tx -> tx.execute(
                "update standing set state = $3 where bucket = $1 and profile_id = $2",
                Bucket.of(ann),
                ann,
                Buffer.buffer(state)));
    }
}
