package io.onefold.segment.backfill;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.netAtLeast;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.segment.v1.Audience.State;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.backfill.SetAsideStore.SetAside;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.Wanted;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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

    @Inject
    SetAsideStore store;

    @Inject
    FillingWriter writer;

    @Inject
    ProfilesClient client;

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
        return database.snapshot(tx -> reasons(tx));
    }

    private List<String> reasons(Transaction tx) {
        List<String> reasons = new ArrayList<>();
        for (Row row : tx.query("""
                select p.reason
                from filling_poison p
                join audience a on a.id = p.audience_id
                where p.profile_id = $1 and a.name = $2""", ann, buyers)) {
            reasons.add(row.getString(0));
        }
        return reasons;
    }

    private void theOthersAreIn(String reason) {
        theOthersAreIn(boughtAtLeast(bought, "5"), reason);
    }

    private void theOthersAreIn(Rule rule, String reason) {
        create(buyers, rule);
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

    private void spoiltMeanwhile(Runnable work) {
        profiles.answer(ann, told -> {
            ProfileFacts.Builder spoilt = told.toBuilder();
            spoilt.getEventsBuilderList().forEach(event -> event.setEventId("spoilt"));
            return spoilt.build();
        });
        try {
            work.run();
        } finally {
            profiles.answer(ann, UnaryOperator.identity());
        }
    }

    @Test
    void one_whose_facts_cannot_be_read() {
        spoiltMeanwhile(() -> theOthersAreIn("spoilt"));
        isInAfterwards();
    }

    /** What was read for the retry is older than what the feed tells while it is read. */
    @Test
    void one_that_stops_being_one_while_it_is_tried_again_is_not_brought_back() {
        String refunded = "Refunded " + suffix;
        spoiltMeanwhile(() -> theOthersAreIn(netAtLeast(bought, refunded, "5"), "spoilt"));
        profiles.onceBeforeFacts(() -> {
            profiles.happen(ann, new Happening(refunded, JUNE.plusSeconds(60), "1"));
            assertEquals(sorted(ann, bob), members(before));
        });
        setAside.tryAgain();
        assertEquals(sorted(bob), members(buyers));
        assertEquals(0, get(buyers).getSetAsideProfileCount());
    }

    @Test
    void one_that_was_one_before_does_not_enter_by_its_next_event() {
        spoiltMeanwhile(() -> theOthersAreIn("spoilt"));
        profiles.happen(ann, new Happening(bought, JUNE.plusSeconds(60), "0"));
        assertEquals(sorted(ann, bob), members(buyers));
        assertEquals(
                Set.of(Cause.CAUSE_BACKFILL),
                PublishedMemberships.of(buyers, 2).stream()
                        .map(MembershipChange::getCause)
                        .collect(Collectors.toSet()));
        isInAfterwards();
    }

    /** For everybody else the audience is live. */
    @Test
    void who_comes_meanwhile_enters_by_the_event() {
        UUID cid = UUID.randomUUID();
        spoiltMeanwhile(() -> {
            theOthersAreIn("spoilt");
            profiles.happen(cid, new Happening(bought, profiles.clock().plusSeconds(60), "5"));
            assertEquals(sorted(bob, cid), members(buyers));
        });
        assertEquals(
                Cause.CAUSE_EVENT,
                PublishedMemberships.of(buyers, 2).stream()
                        .filter(change -> change.getProfileId().equals(cid.toString()))
                        .findFirst()
                        .orElseThrow()
                        .getCause());
    }

    @Test
    void what_the_filling_of_a_later_version_has_set_aside_stays() {
        create(buyers, boughtAtLeast(bought, "5"));
        SetAside first = new SetAside(ann, stored().id(), 1);
        SetAside second = new SetAside(ann, stored().id(), 2);
        // In one transaction: nobody else tries them.
        database.inTransaction(tx -> {
            store.setAside(tx, second, ScriptedProfiles.WORKSPACE, "second");
            store.setAside(tx, first, ScriptedProfiles.WORKSPACE, "first");
            store.takeBack(tx, first);
            assertEquals(List.of("second"), reasons(tx));
            store.takeBack(tx, second);
            assertEquals(List.of(), reasons(tx));
        });
    }

    @Test
    void it_is_not_done_when_the_audience_is_another_by_then() {
        create(buyers, boughtAtLeast(bought, "5"));
        assertEquals(sorted(ann, bob), members(buyers));
        Audience read = stored();
        KnownProfile known = Objects.requireNonNull(
                client.facts(Set.of(ann), Wanted.of(read.needs())).get(ann));
        assertTrue(writer.writeAgain(read, known));
        database.inTransaction(tx -> tx.execute(
                "update audience set begin_time = begin_time - interval '1 second' where id = $1", read.id()));
        assertFalse(writer.writeAgain(read, known));
    }

    private Audience stored() {
        return audiences.find(ScriptedProfiles.WORKSPACE, buyers).orElseThrow();
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
