package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.erased;
import static io.onefold.activation.script.Changes.known;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.campaign.Definitions;
import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contacts and memberships that are spoilt or dropped are what the feeds told again, and nothing is sent by it. */
@ServiceTest
class RebuiltProjectionsTest {
    private static final String CAMPAIGN = """
            campaigns:
              - {key: rebuilt, workspace: dev, audience: rebuilt, trigger: entered, destination: shop-hook, purpose: marketing,
                 channel: email, causes: [EVENT]}
            """;

    private static final int PEOPLE = 30;
    private static final int PARTITIONS = 16;

    @Inject
    ScriptedFeeds feeds;

    @Inject
    Deliveries deliveries;

    @Inject
    Definitions definitions;

    @Inject
    Database database;

    @Inject
    Projections projections;

    /** One of its own: other tests spoil what they like. */
    private final String workspace = "w" + UUID.randomUUID().toString().substring(0, 8);

    private final List<UUID> people = new ArrayList<>();

    private record Rebuilt(long rows, long corrected) {}

    /** Another test may have left the feeds in an epoch that is not noticed in every partition yet. */
    @BeforeEach
    void bothFeedsAreReadToTheirEnd() throws InterruptedException {
        Wait.until(
                Duration.ofMinutes(2),
                "both feeds are read as they are now",
                () -> applied("profiles", feeds.epochOfProfiles()) == PARTITIONS
                        && applied("memberships", feeds.epochOfMemberships()) == PARTITIONS
                        && database.snapshot(tx -> tx.query(
                                                "select 1 from membership_partition where reading_until is not null")
                                        .size())
                                == 0);
    }

    private long applied(String feed, long epoch) {
        return database.snapshot(
                tx -> tx.query("select count(*) from cursor_position where upstream = $1 and epoch = $2", feed, epoch)
                        .iterator()
                        .next()
                        .getLong(0));
    }

    private Rebuilt rebuild(String of) {
        AtomicLong rows = new AtomicLong();
        AtomicLong corrected = new AtomicLong();
        try {
            projections.rebuild(of, (projection, some, wrong) -> {
                rows.addAndGet(some);
                corrected.addAndGet(wrong);
            });
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
        return new Rebuilt(rows.get(), corrected.get());
    }

    private String hash() {
        return database.snapshot(tx -> {
            StateDigest digest = new StateDigest();
            projections.digest(tx, workspace, digest);
            return digest.hash().hash();
        });
    }

    /** Addresses and consents that change, somebody who was merged, somebody who was erased, entries and exits. */
    private void somePeople() throws InterruptedException {
        for (int i = 0; i < PEOPLE; i++) {
            UUID id = UUID.randomUUID();
            people.add(id);
            tell(profile(id, 1).setContact(contact(List.of(address(id)), "marketing/email")));
            tell(profile(id, 2));
            if (i % 3 == 0) {
                tell(profile(id, 3).setContact(contact(List.of(address(id), "b-" + address(id)), "-marketing/email")));
            }
            moves(id, "rich", true, 1);
            if (i % 2 == 0) {
                moves(id, "rich", false, 2);
            }
            moves(id, "active", true, 1);
        }
        tell(profile(people.get(0), 4)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .setExists(false)
                .setResolvesTo(people.get(1).toString()));
        tell(profile(people.get(1), 4)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .addAbsorbedProfileIds(people.get(0).toString()));
        feeds.publish(
                erased(people.get(2), 4).toBuilder().setWorkspace(workspace).build());
        settled();
    }

    private void tell(ProfileChange.Builder change) {
        feeds.publish(change.setWorkspace(workspace).build());
    }

    private void moves(UUID id, String audience, boolean member, long sequence) {
        feeds.publish(change(id, audience, member, MembershipChange.Cause.CAUSE_EVENT, sequence)
                .setWorkspace(workspace)
                .build());
    }

    /** What is told last of every partition is applied: here the last word on each person. */
    private void settled() throws InterruptedException {
        for (UUID id : people) {
            tell(profile(id, 10));
            moves(id, "settled", true, 1);
        }
        Wait.until(
                Duration.ofMinutes(2),
                "all is applied",
                () -> count("select count(*) from contact where workspace = $1 and (version >= 10 or erased)")
                                == people.size()
                        && count("select count(*) from membership where workspace = $1 and audience = 'settled'")
                                >= people.size() - 1);
    }

    /** Or made an end of: the next one follows then. */
    private void applied(UUID id, long version) {
        try {
            Wait.until(
                    Duration.ofMinutes(2),
                    "it is applied, or spoilt",
                    () -> deliveries.isKnown(id, version - 1) || !deliveries.isKnown(id, 0));
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private long count(String sql) {
        return database.snapshot(
                tx -> tx.query(sql, workspace).iterator().next().getLong(0));
    }

    private void damage(String sql) {
        database.inTransaction(tx -> assertTrue(tx.execute(sql, workspace) > 0, sql));
    }

    private static final List<String> DAMAGES = List.of(
            "delete from contact where workspace = $1 and not erased",
            "update contact set emails = '{}', granted = '{marketing/email}', denied = '{}' where workspace = $1 and not erased",
            "update contact set emails = array[null]::text[] where workspace = $1 and not erased",
            "update contact set existing = not existing, resolves_to = null where workspace = $1 and not erased",
            "update contact set first_name = 'Eve', version = version - 1 where workspace = $1 and not erased",
            "delete from membership where workspace = $1",
            "update membership set member = not member where workspace = $1",
            "update membership set since = since - interval '1 day' where workspace = $1",
            """
            insert into membership (bucket, profile_id, workspace, audience, member, since, sequence, profile_version, epoch, seen_sequence,
                seen_until)
            select bucket, profile_id, workspace, 'unheard', true, timestamptz '2026-03-01 00:00:00Z', 1, 1, 1, 1,
                timestamptz '2026-03-01 00:00:00Z'
            from contact where workspace = $1 and not erased
            on conflict (bucket, profile_id, workspace, audience) do update set member = true""");

    @Test
    void what_is_spoilt_is_what_the_feeds_told() throws InterruptedException {
        somePeople();
        String right = hash();
        assertNothingIsLeftToDo(right);
        for (String damage : DAMAGES) {
            damage(damage);
            assertNotEquals(right, hash(), damage);
            assertTrue(rebuild(workspace).corrected > 0, damage);
            assertEquals(right, hash(), damage);
            assertNothingIsLeftToDo(right);
        }
        // Who was never said to be a member is none, and what was seen of it stays known.
        assertEquals(
                PEOPLE - 1,
                count("select count(*) from membership where workspace = $1 and audience = 'unheard' and not member"
                        + " and seen_sequence = 1"));
        damage(DAMAGES.get(0));
        damage(DAMAGES.get(5));
        CompletableFuture<Rebuilt> other = CompletableFuture.supplyAsync(() -> rebuild(workspace));
        rebuild(workspace);
        other.join();
        assertEquals(right, hash());
        assertNothingIsLeftToDo(right);
    }

    private void assertNothingIsLeftToDo(String right) {
        Rebuilt again = rebuild(workspace);
        assertEquals(0, again.corrected);
        assertTrue(again.rows >= 2L * PEOPLE);
        assertEquals(right, hash());
    }

    /** Whoever asked for it is gone. */
    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void what_is_broken_off_is_right_as_far_as_it_came_and_can_be_done_again() throws InterruptedException {
        somePeople();
        String right = hash();
        for (String projection : List.of("contact", "membership")) {
            damage(DAMAGES.get(1));
            damage(DAMAGES.get(6));
            String damaged = hash();
            assertThrows(
                    Gone.class,
                    () -> projections.rebuild(workspace, (of, rows, corrected) -> {
                        if (of.equals(projection) && corrected > 0) {
                            throw new Gone();
                        }
                    }));
            assertNotEquals(damaged, hash(), projection);
            assertNotEquals(right, hash(), projection);
            assertTrue(rebuild(workspace).corrected > 0, projection);
            assertNothingIsLeftToDo(right);
        }
    }

    @Test
    void the_service_goes_on_meanwhile() throws InterruptedException {
        somePeople();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Long> load = CompletableFuture.supplyAsync(() -> {
            long version = 20;
            while (!enough.get()) {
                version++;
                UUID id = people.get(3 + (int) (version % (PEOPLE - 3)));
                tell(profile(id, version).setContact(contact(List.of(version + address(id)), "marketing/email")));
                moves(id, "rich", version % 2 == 0, version);
                applied(id, version);
            }
            return version;
        });
        for (String damage : DAMAGES) {
            // Of one that cannot be read, what comes meanwhile is set aside.
            if (!damage.contains("null]")) {
                damage(damage);
                rebuild(workspace);
            }
        }
        enough.set(true);
        assertTrue(load.join() > 20);
        settled();
        Wait.until(Duration.ofMinutes(2), "nothing is left to do", () -> rebuild(workspace).corrected == 0);
        assertNothingIsLeftToDo(hash());
    }

    @Test
    void nothing_is_sent_by_it() throws Exception {
        definitions.load("test", CAMPAIGN);
        UUID ann = UUID.randomUUID();
        UUID bob = UUID.randomUUID();
        feeds.publish(known(ann, "marketing/email"));
        feeds.publish(known(bob, "marketing/email"));
        feeds.publish(enters(ann, "rebuilt", 1));
        deliveries.await(ann, "SENT");
        for (String table : List.of("membership", "contact")) {
            database.inTransaction(
                    tx -> assertEquals(1, tx.execute("delete from " + table + " where profile_id = $1", ann)));
        }
        assertTrue(rebuild("dev").corrected >= 2);
        assertTrue(deliveries.isKnown(ann, 1));
        feeds.publish(enters(bob, "rebuilt", 1));
        deliveries.await(bob, "SENT");
        assertEquals(List.of("SENT"), deliveries.states(ann));
    }
}
