package io.onefold.segment.rebuild;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.netAtLeast;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.onefold.devstack.Wait;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.sql.Database;
import io.onefold.proto.operations.v1.GetStateHashRequest;
import io.onefold.proto.operations.v1.ProjectionServiceGrpc;
import io.onefold.proto.operations.v1.RebuildProjectionsRequest;
import io.onefold.proto.operations.v1.RebuildProjectionsResponse;
import io.onefold.proto.operations.v1.RebuildResult;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is spoilt or dropped of the projections is derived anew from the log and the profiles, and the state hash is the same again. */
@ServiceTest
class RebuiltProjectionsTest {
    private static final String WORKSPACE = "rebuilt";
    private static final String CREDENTIAL = "rebuilt-manage";
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final int PEOPLE = 40;
    private static final int WINDOW = 86_400;

    private static final List<String> OF_MEMBERS = List.of(
            "delete from membership where workspace = 'rebuilt'",
            "update membership set since = since - interval '1 day', sequence = sequence + 7 where workspace = 'rebuilt'",
            """
            insert into membership (bucket, profile_id, audience_id, workspace, since, sequence)
            select s.bucket, s.profile_id, a.id, 'rebuilt', timestamptz '2011-06-01 00:00:00Z', 1
            from standing s
            join audience a on a.workspace = 'rebuilt'
            where s.workspace = 'rebuilt' and s.erased_at is null
            on conflict do nothing""",
            "update standing set due_at = null where workspace = 'rebuilt' and due_at is not null",
            "update standing set due_at = due_at + interval '100 days' where workspace = 'rebuilt' and due_at is not null");

    private static final List<String> OF_STANDINGS = List.of(
            "update standing set state = '' where workspace = 'rebuilt' and erased_at is null",
            "update standing set state = '\\x0901', due_at = null where workspace = 'rebuilt' and erased_at is null",
            "delete from standing where workspace = 'rebuilt' and erased_at is null");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Database database;

    @Inject
    Instants instants;

    @Inject
    Projections projections;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Order Completed " + suffix;
    private final String refunded = "Order Refunded " + suffix;
    private final String rich = "rich_" + suffix;
    private final String active = "active_" + suffix;
    private final List<UUID> people = new ArrayList<>();
    private final Random random = new Random(42);
    /** Each test later than the one before: a clock never goes back. */
    private final Instant start = JUNE.plusSeconds(10L * WINDOW * RUNS.getAndIncrement());
    /** Where the audiences begin, in the middle of what happens: what is published is exact from there on. */
    private final Instant begin = start.minusSeconds(WINDOW);
    /** Bought once, one before the audiences began and one after; nothing came late that moves since when they are rich. */
    private final UUID boughtBefore = UUID.randomUUID();

    private final UUID boughtAfter = UUID.randomUUID();

    /** Purchases, refunds, what comes late, merges, somebody who was erased, and windows that are still open. */
    @BeforeEach
    void someHistories() throws InterruptedException {
        profiles.tickOf(WORKSPACE, begin);
        Wait.until(
                java.time.Duration.ofMinutes(2),
                "the clock has come",
                () -> instants.read().of(WORKSPACE).equals(begin));
        for (int i = 0; i < PEOPLE; i++) {
            people.add(UUID.randomUUID());
            happens(people.get(i));
        }
        profiles.happenIn(WORKSPACE, boughtBefore, new Happening(bought, begin.minusSeconds(3_600), "900"));
        profiles.happenIn(WORKSPACE, boughtAfter, new Happening(bought, begin.plusSeconds(3_600), "900"));
        audience(rich, netAtLeast(bought, refunded, "300"));
        audience(
                active,
                Rule.newBuilder()
                        .setOccurred(
                                track(bought).setWindow(Duration.newBuilder().setSeconds(WINDOW)))
                        .build());
        settled();
        for (int i = 0; i < 3 * PEOPLE; i++) {
            happens(people.get(random.nextInt(PEOPLE)));
        }
        profiles.merge(people.get(0), people.get(1));
        profiles.erase(people.get(2));
        profiles.tickOf(WORKSPACE, start.plusSeconds(3_000));
        settled();
    }

    private void happens(UUID person) {
        String name = random.nextInt(3) == 0 ? refunded : bought;
        Instant at = start.minusSeconds(random.nextInt(2 * WINDOW));
        profiles.happenIn(WORKSPACE, person, new Happening(name, at, String.valueOf(random.nextInt(900))));
    }

    private static void audience(String name, Rule rule) {
        create(CREDENTIAL, Audience.newBuilder().setName(name).setRule(rule));
    }

    private void settled() {
        String token = profiles.token().encode();
        int rich = memberIds(CREDENTIAL, this.rich, token).size();
        int active = memberIds(CREDENTIAL, this.active, token).size();
        assertTrue(rich > 0 && active > 0, () -> rich + " are rich, " + active + " active");
    }

    @Test
    void what_is_spoilt_is_derived_anew() {
        String right = hash();
        List<String> members = memberIds(CREDENTIAL, rich, profiles.token().encode());
        assertNothingIsLeftToDo(right);
        for (String damage : OF_MEMBERS) {
            assertCorrected(damage, right);
        }
        for (String damage : OF_STANDINGS) {
            assertCorrected(damage, right);
        }
        damage(OF_MEMBERS.get(0));
        damage(OF_STANDINGS.get(2));
        CompletableFuture<RebuildResult> other = CompletableFuture.supplyAsync(this::rebuild);
        rebuild();
        other.join();
        assertNothingIsLeftToDo(right);
        assertEquals(members, memberIds(CREDENTIAL, rich, profiles.token().encode()));
        timersGoOff();
    }

    private void assertCorrected(String damage, String right) {
        long told = items();
        damage(damage);
        assertNotEquals(right, hash(), damage);
        RebuildResult result = rebuild();
        assertNotEquals(right, result.getBefore().getHash(), damage);
        assertEquals(right, result.getAfter().getHash(), damage);
        assertTrue(result.getCorrectedCount() > 0, damage);
        // The log was right: nobody was told anything wrong.
        assertEquals(told, items(), damage);
        assertNothingIsLeftToDo(right);
    }

    private void assertNothingIsLeftToDo(String right) {
        long told = items();
        RebuildResult again = rebuild();
        assertEquals(0, again.getCorrectedCount());
        assertTrue(again.getLookedAtCount() > 0);
        assertEquals(right, again.getBefore().getHash());
        assertEquals(right, again.getAfter().getHash());
        assertEquals(told, items());
    }

    /** Those that were derived anew as well as the others. */
    private void timersGoOff() {
        profiles.tickOf(WORKSPACE, start.plusSeconds(2 * WINDOW));
        assertEquals(List.of(), memberIds(CREDENTIAL, active, profiles.token().encode()));
        String right = hash();
        assertNothingIsLeftToDo(right);
    }

    @Test
    void what_was_told_wrongly_is_corrected_and_told() {
        assertCorrectedAndTold(boughtAfter);
        assertCorrectedAndTold(boughtBefore);
    }

    private void assertCorrectedAndTold(UUID member) {
        String right = hash();
        assertTrue(memberIds(CREDENTIAL, rich, profiles.token().encode()).contains(member.toString()));
        int before = toldOf(member).size();
        // The feed did not say so.
        profiles.answer(member, facts -> facts.toBuilder().clearEvents().build());
        assertTrue(rebuild().getCorrectedCount() > 0);
        assertNotEquals(right, hash());
        assertFalse(memberIds(CREDENTIAL, rich, profiles.token().encode()).contains(member.toString()));
        List<MembershipChange> told = toldOf(member);
        assertEquals(before + 1, told.size());
        assertEquals(MembershipChange.Cause.CAUSE_REBUILD, told.get(before).getCause());
        assertFalse(told.get(before).getMember());
        profiles.answer(member, facts -> facts);
        assertTrue(rebuild().getCorrectedCount() > 0);
        assertEquals(right, hash());
        MembershipChange back = toldOf(member).get(before + 1);
        assertEquals(MembershipChange.Cause.CAUSE_REBUILD, back.getCause());
        assertTrue(back.getMember());
        assertNothingIsLeftToDo(right);
    }

    /** Whoever asked for it is gone. */
    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void breakOffIn(String projection) {
        assertThrows(
                Gone.class,
                () -> projections.rebuild(WORKSPACE, (of, rows, corrected) -> {
                    if (of.equals(projection) && corrected > 0) {
                        throw new Gone();
                    }
                }));
    }

    @Test
    void what_is_broken_off_is_right_as_far_as_it_came_and_can_be_done_again() {
        String right = hash();
        List<String> members = memberIds(CREDENTIAL, rich, profiles.token().encode());
        long told = items();
        for (String projection : List.of("standing", "evaluation")) {
            damage(OF_MEMBERS.get(0));
            damage(OF_STANDINGS.get(2));
            String damaged = hash();
            breakOffIn(projection);
            assertNotEquals(damaged, hash(), projection);
            List<String> so = memberIds(CREDENTIAL, rich, profiles.token().encode());
            // The piece that was done may have held none of them.
            assertTrue(members.containsAll(so), projection);
            assertEquals(told, items(), projection);
            RebuildResult result = rebuild();
            assertEquals(right, result.getAfter().getHash(), projection);
            assertEquals(members, memberIds(CREDENTIAL, rich, profiles.token().encode()), projection);
            assertNothingIsLeftToDo(right);
        }
    }

    @Test
    void the_service_goes_on_meanwhile() {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            do {
                happens(people.get(3 + random.nextInt(PEOPLE - 3)));
                // It is applied; who is a member meanwhile is spoilt again and again.
                var unused = memberIds(CREDENTIAL, rich, profiles.token().encode());
            } while (!enough.get());
        });
        for (String damage : OF_MEMBERS) {
            database.inTransaction(tx -> tx.execute(damage));
            rebuild();
        }
        enough.set(true);
        load.join();
        settled();
        rebuild();
        assertNothingIsLeftToDo(hash());
        assertTrue(told().stream().noneMatch(change -> change.getCause() == MembershipChange.Cause.CAUSE_REBUILD));
    }

    private List<MembershipChange> told() {
        return database.snapshot(tx -> {
            List<MembershipChange> told = new ArrayList<>();
            tx.query(
                            "select payload from feed_item where workspace = $1 and subject is not null order by position",
                            WORKSPACE)
                    .forEach(row -> told.add(parsed(row.getBuffer(0).getBytes())));
            told.removeIf(change -> !change.getAudience().endsWith(suffix));
            return told;
        });
    }

    private static MembershipChange parsed(byte[] payload) {
        try {
            return MembershipChange.parseFrom(payload);
        } catch (com.google.protobuf.InvalidProtocolBufferException notOurs) {
            throw new AssertionError(notOurs);
        }
    }

    private List<MembershipChange> toldOf(UUID member) {
        return told().stream()
                .filter(change -> change.getAudience().equals(rich)
                        && change.getProfileId().equals(member.toString()))
                .toList();
    }

    private void damage(String sql) {
        database.inTransaction(tx -> assertTrue(tx.execute(sql) > 0, sql));
    }

    private long items() {
        return database.snapshot(
                tx -> tx.query("select count(*) from feed_item where workspace = $1 and subject is not null", WORKSPACE)
                        .iterator()
                        .next()
                        .getLong(0));
    }

    private static String hash() {
        return ProjectionServiceGrpc.newBlockingStub(as(CREDENTIAL).getChannel())
                .getStateHash(GetStateHashRequest.getDefaultInstance())
                .getStateHash()
                .getHash();
    }

    private RebuildResult rebuild() {
        Iterator<RebuildProjectionsResponse> steps = ProjectionServiceGrpc.newBlockingStub(
                        as(CREDENTIAL).getChannel())
                .rebuildProjections(RebuildProjectionsRequest.getDefaultInstance());
        assertTrue(steps.next().hasBefore());
        RebuildProjectionsResponse last = RebuildProjectionsResponse.getDefaultInstance();
        while (steps.hasNext()) {
            last = steps.next();
        }
        return last.getResult();
    }
}
