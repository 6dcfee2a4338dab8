package io.onefold.segment.audience;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.delete;
import static io.onefold.segment.script.SegmentCalls.detail;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.members;
import static io.onefold.segment.script.SegmentCalls.memberships;
import static io.onefold.segment.script.SegmentCalls.reason;
import static io.onefold.segment.script.SegmentCalls.refusedInTime;
import static io.onefold.segment.script.SegmentCalls.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.DeleteAudienceRequest;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Audiences change and go, also several times at once. */
@ServiceTest
class AudienceChangesTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    AudienceStore store;

    @Inject
    Database database;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String name = "changes_" + suffix;
    private final String bought = "Order Completed " + suffix;
    private final ExecutorService callers = Executors.newFixedThreadPool(8);

    @AfterEach
    void no_callers() {
        callers.shutdownNow();
    }

    private UUID buyer(String total) {
        UUID id = UUID.randomUUID();
        profiles.happen(id, new Happening(bought, JUNE, total));
        return id;
    }

    private List<String> live() {
        return memberIds(name, profiles.token().encode());
    }

    private static List<String> sorted(UUID... ids) {
        return Stream.of(ids).map(UUID::toString).sorted().toList();
    }

    private boolean isMember(UUID id) {
        return memberships(id, profiles.token().encode()).getMembershipsList().stream()
                .anyMatch(membership -> membership.getAudience().equals(name));
    }

    private static StatusRuntimeException refused(Executable call) {
        return assertThrows(StatusRuntimeException.class, call);
    }

    private record Version(long version, boolean deleted) {}

    private List<Version> versions(UUID id) {
        List<Version> versions = new ArrayList<>();
        database.inTransaction(tx -> tx.query(
                        "select version, delete_time is not null from audience_version where audience_id = $1 order by version",
                        id)
                .forEach(row -> versions.add(new Version(row.getLong(0), row.getBoolean(1)))));
        return versions;
    }

    private UUID id() {
        return store.find(ScriptedProfiles.WORKSPACE, name).orElseThrow().id();
    }

    @Test
    void a_changed_rule_is_a_new_version_and_moves_who_enters_or_leaves_by_it() {
        UUID small = buyer("10");
        UUID middle = buyer("100");
        UUID large = buyer("1000");
        create(name, boughtAtLeast(bought, "50"));
        assertEquals(sorted(middle, large), live());

        Audience updated = update(name, boughtAtLeast(bought, "500"));
        assertEquals(2, updated.getVersion());
        assertEquals(Audience.State.STATE_BACKFILLING, updated.getState());
        assertEquals(0, updated.getBackfilledProfileCount());
        assertEquals(sorted(large), live());
        assertEquals(boughtAtLeast(bought, "500"), get(name).getRule());
        assertEquals(Audience.State.STATE_LIVE, get(name).getState());
        assertTrue(get(name).getBackfilledProfileCount() >= 3);

        update(name, boughtAtLeast(bought, "1"));
        assertEquals(sorted(small, middle, large), live());
        assertEquals(3, get(name).getVersion());
        assertEquals(
                List.of(1L, 2L, 3L),
                versions(id()).stream().map(Version::version).toList());

        List<MembershipChange> published = PublishedMemberships.of(name, 5);
        assertEquals(
                2,
                published.stream()
                        .filter(c -> c.getCause() == Cause.CAUSE_BACKFILL)
                        .count());
        assertEquals(
                3,
                published.stream().filter(c -> c.getCause() == Cause.CAUSE_RULE).count());
    }

    @Test
    void live_changes_after_an_update_are_evaluated_by_the_new_rule() {
        UUID ann = buyer("100");
        create(name, boughtAtLeast(bought, "50"));
        assertEquals(sorted(ann), live());
        update(name, boughtAtLeast(bought, "200"));
        assertEquals(List.of(), live());
        profiles.happen(ann, new Happening(bought, JUNE.plusSeconds(1), "100"));
        assertEquals(sorted(ann), live());
    }

    @Test
    void what_says_the_same_changes_nothing() {
        Audience first = create(name, boughtAtLeast(bought, "50"));
        assertEquals(List.of(), live());
        Audience same = update(
                Audience.newBuilder().setName(name).setDisplayName("Buyers").setRule(boughtAtLeast(bought, "50.00")));
        assertEquals("Buyers", same.getDisplayName());
        assertEquals(1, same.getVersion());
        assertEquals(first.getRule(), same.getRule());
        assertEquals(Audience.State.STATE_LIVE, same.getState());
        assertEquals(
                same,
                update(Audience.newBuilder()
                        .setName(name)
                        .setDisplayName("Buyers")
                        .setRule(boughtAtLeast(bought, "50"))));
        assertEquals(same, get(name));
        assertEquals(1, versions(id()).size());
    }

    @Test
    void who_does_not_exist_cannot_change_or_go() {
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> update(name, boughtAtLeast(bought, "1")))));
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> delete(name))));
        create(name, boughtAtLeast(bought, "1"));
        assertEquals(
                "AUDIENCE_NOT_FOUND",
                reason(refused(() -> as("second-manage")
                        .deleteAudience(
                                DeleteAudienceRequest.newBuilder().setName(name).build()))));
        assertEquals(1, get(name).getVersion());
    }

    @Test
    void of_creations_at_once_one_is_the_first() throws Exception {
        List<Callable<Audience>> creations = IntStream.range(0, 8)
                .<Callable<Audience>>mapToObj(i -> () -> create(name, boughtAtLeast(bought, i % 2 == 0 ? "50" : "60")))
                .toList();
        int refused = 0;
        for (Future<Audience> created : callers.invokeAll(creations)) {
            try {
                assertEquals(1, created.get().getVersion());
            } catch (ExecutionException exists) {
                assertEquals(
                        "AUDIENCE_EXISTS", reason((StatusRuntimeException) Objects.requireNonNull(exists.getCause())));
                refused++;
            }
        }
        assertEquals(4, refused);
        assertEquals(1, versions(id()).size());
        assertEquals(List.of(), live());
    }

    @Test
    void of_updates_at_once_each_is_a_version() throws Exception {
        UUID ann = buyer("100");
        create(name, boughtAtLeast(bought, "50"));
        List<Callable<Audience>> updates = IntStream.rangeClosed(1, 8)
                .<Callable<Audience>>mapToObj(i -> () -> update(name, boughtAtLeast(bought, Integer.toString(i))))
                .toList();
        List<Long> versions = new ArrayList<>();
        for (Future<Audience> updated : callers.invokeAll(updates)) {
            versions.add(updated.get().getVersion());
        }
        assertEquals(
                List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L),
                versions.stream().sorted().toList());
        assertEquals(sorted(ann), live());
        assertEquals(9, get(name).getVersion());
        assertEquals(9, versions(id()).size());
        // Each of these rules leaves ann where she is: of her nothing more is published.
        UUID ben = buyer("100");
        assertEquals(sorted(ann, ben), live());
        assertEquals(
                sorted(ann, ben),
                PublishedMemberships.of(name, 2).stream()
                        .map(MembershipChange::getProfileId)
                        .sorted()
                        .toList());
    }

    @Test
    void a_filling_of_an_older_version_completes_nothing() {
        create(name, boughtAtLeast(bought, "50"));
        assertEquals(List.of(), live());
        UUID id = id();
        profiles.onceDuringScanOf(bought, () -> {
            store.progressed(id, 1, 1_000_000);
            assertFalse(store.completed(id, 1, 1_000_000));
        });
        update(name, boughtAtLeast(bought, "60"));
        assertEquals(List.of(), live());
        assertTrue(get(name).getBackfilledProfileCount() < 1_000_000);
    }

    @Test
    void when_a_deletion_answers_all_exits_are_published_and_the_name_is_free() {
        UUID ann = buyer("100");
        UUID ben = buyer("200");
        create(name, boughtAtLeast(bought, "50"));
        assertEquals(sorted(ann, ben), live());
        UUID id = id();

        delete(name);
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> get(name))));
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> members(name, ""))));
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> delete(name))));
        assertFalse(isMember(ann));
        List<MembershipChange> published = PublishedMemberships.of(name, 4);
        assertEquals(
                sorted(ann, ben),
                published.stream()
                        .filter(c -> !c.getMember() && c.getCause() == Cause.CAUSE_RULE && c.getSequence() == 2)
                        .map(MembershipChange::getProfileId)
                        .sorted()
                        .toList());
        assertEquals(List.of(new Version(1, true)), versions(id));

        // The name is another audience's now, and what happens moves that one alone.
        assertEquals(1, create(name, boughtAtLeast(bought, "150")).getVersion());
        assertEquals(sorted(ben), live());
        profiles.happen(ann, new Happening(bought, JUNE.plusSeconds(1), "100"));
        assertEquals(sorted(ann, ben), live());
        List<String> audiences = PublishedMemberships.of(name, 6).stream()
                .map(MembershipChange::getAudienceId)
                .toList();
        assertEquals(6, audiences.size());
        assertEquals(4, Collections.frequency(audiences, id.toString()));
        assertEquals(2, Collections.frequency(audiences, id().toString()));
    }

    @Test
    void while_members_are_leaving_nobody_sees_it_and_its_name_is_not_free() throws InterruptedException {
        UUID ann = buyer("100");
        create(name, boughtAtLeast(bought, "50"));
        assertEquals(sorted(ann), live());
        UUID id = id();
        database.inTransaction(tx -> {
            // Whoever lets the members leave waits for this.
            tx.query("select 1 from membership where audience_id = $1 for update", id);
            StatusRuntimeException going = refusedInTime(
                    "dev-manage",
                    stub -> stub.deleteAudience(
                            DeleteAudienceRequest.newBuilder().setName(name).build()));
            assertEquals(Status.Code.UNAVAILABLE, going.getStatus().getCode());
            assertTrue(detail(going, RetryInfo.class).getRetryDelay().getSeconds() > 0);

            assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> get(name))));
            assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> members(name, ""))));
            assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> update(name, boughtAtLeast(bought, "1")))));
            assertFalse(isMember(ann));
            StatusRuntimeException taken = refused(() -> create(name, boughtAtLeast(bought, "50")));
            assertEquals(Status.Code.UNAVAILABLE, taken.getStatus().getCode());
            assertEquals("UNAVAILABLE", reason(taken));
            assertTrue(detail(taken, RetryInfo.class).getRetryDelay().getSeconds() > 0);
        });
        Wait.until(
                Duration.ofMinutes(2),
                "the name is free",
                () -> store.named(ScriptedProfiles.WORKSPACE, name).isEmpty());
        assertEquals(1, create(name, boughtAtLeast(bought, "50")).getVersion());
        assertEquals(sorted(ann), live());
    }

    @Test
    void who_asks_again_while_members_are_leaving_waits_for_the_same_end() throws Exception {
        UUID ann = buyer("100");
        create(name, boughtAtLeast(bought, "50"));
        assertEquals(sorted(ann), live());
        UUID id = id();
        List<Future<?>> deletions = new ArrayList<>();
        database.inTransaction(tx -> {
            tx.query("select 1 from membership where audience_id = $1 for update", id);
            deletions.add(callers.submit(() -> delete(name)));
            awaitDeleting();
            deletions.add(callers.submit(() -> delete(name)));
            assertThrows(
                    java.util.concurrent.TimeoutException.class,
                    () -> deletions.get(1).get(500, TimeUnit.MILLISECONDS));
        });
        for (Future<?> deletion : deletions) {
            deletion.get(120, TimeUnit.SECONDS);
        }
        assertEquals(2, PublishedMemberships.of(name, 2).size());
    }

    private boolean isDeleting() {
        return store.named(ScriptedProfiles.WORKSPACE, name)
                .filter(io.onefold.segment.audience.Audience::isDeleting)
                .isPresent();
    }

    private void awaitDeleting() {
        try {
            Wait.until(Duration.ofMinutes(2), "the deletion has begun", this::isDeleting);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void who_is_deleted_while_being_filled_leaves_nobody_behind() throws Exception {
        UUID ann = buyer("100");
        UUID ben = buyer("200");
        List<Future<?>> deletions = new ArrayList<>();
        profiles.onceDuringScanOf(bought, () -> {
            deletions.add(callers.submit(() -> delete(name)));
            awaitDeleting();
        });
        create(name, boughtAtLeast(bought, "50"));
        Wait.until(
                Duration.ofMinutes(2),
                "the audience is gone",
                () -> store.named(ScriptedProfiles.WORKSPACE, name).isEmpty());
        deletions.get(0).get(120, TimeUnit.SECONDS);
        assertFalse(isMember(ann));

        create(name, boughtAtLeast(bought, "150"));
        assertEquals(sorted(ben), live());
        assertEquals(1, members(name, "").getTotalSize());
        long left = database.transaction(tx -> tx.query(
                        "select count(*) from membership m where not exists (select 1 from audience a where a.id = m.audience_id)")
                .iterator()
                .next()
                .getLong(0));
        assertEquals(0, left);
    }

    @Test
    void an_update_and_a_deletion_at_once_end_in_a_deletion() throws Exception {
        UUID ann = buyer("100");
        for (int round = 0; round < 5; round++) {
            create(name, boughtAtLeast(bought, "50"));
            assertEquals(sorted(ann), live());
            Future<?> deletion = callers.submit(() -> delete(name));
            Future<Audience> change = callers.submit(() -> update(name, boughtAtLeast(bought, "60")));
            deletion.get(120, TimeUnit.SECONDS);
            try {
                assertEquals(2, change.get(120, TimeUnit.SECONDS).getVersion());
            } catch (ExecutionException refused) {
                assertEquals("AUDIENCE_NOT_FOUND", reason((StatusRuntimeException)
                        Objects.requireNonNull(refused.getCause())));
            }
            assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> get(name))));
        }
        List<MembershipChange> published = PublishedMemberships.of(name, 10);
        assertEquals(5, published.stream().filter(MembershipChange::getMember).count());
    }
}
