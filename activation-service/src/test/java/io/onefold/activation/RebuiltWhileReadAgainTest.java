package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.domain.Bucket;
import io.onefold.kit.error.Failure;
import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While a feed is read from its beginning again, what it has not repeated yet is not taken for something that it never said. */
@ServiceTest
class RebuiltWhileReadAgainTest {
    @Inject
    ScriptedFeeds feeds;

    @Inject
    Database database;

    @Inject
    Projections projections;

    private final String workspace = "w" + UUID.randomUUID().toString().substring(0, 8);
    private final UUID ann = UUID.randomUUID();
    /** In the same partition, and so read after her. */
    private final UUID bob = new UUID(ann.getMostSignificantBits() ^ 1L << 20, ann.getLeastSignificantBits());

    private long contactsLookedAt;

    private final short partition = (short) (Bucket.of(ann) / 64);

    @AfterEach
    void everythingIsTold() {
        feeds.delayMemberships(false);
        feeds.delayProfiles(none -> false);
    }

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    private long rebuild() throws InterruptedException {
        AtomicLong all = new AtomicLong();
        contactsLookedAt = 0;
        projections.rebuild(workspace, (projection, rows, corrected) -> {
            all.addAndGet(corrected);
            contactsLookedAt += projection.equals("contact") ? rows : 0;
        });
        return all.get();
    }

    private String hash() {
        return database.snapshot(tx -> {
            StateDigest digest = new StateDigest();
            projections.digest(tx, workspace, digest);
            return digest.hash().hash();
        });
    }

    private long number(String sql, Object... parameters) {
        return database.snapshot(
                tx -> tx.query(sql, parameters).iterator().next().getLong(0));
    }

    private void damage(String sql) {
        database.inTransaction(tx -> assertTrue(tx.execute(sql, workspace) > 0, sql));
    }

    private void tell(UUID id, long version, String email) {
        feeds.publish(profile(id, version)
                .setWorkspace(workspace)
                .setContact(contact(List.of(email), "marketing/email"))
                .build());
    }

    private void enters(UUID id) {
        feeds.publish(change(id, "rich", true, MembershipChange.Cause.CAUSE_EVENT, 1)
                .setWorkspace(workspace)
                .build());
    }

    private void bothAreMembers() throws InterruptedException {
        for (UUID id : List.of(ann, bob)) {
            tell(id, 1, "old-" + address(id));
            tell(id, 2, address(id));
            tell(id, 3, "new-" + address(id));
            enters(id);
        }
        until("both are members", () -> members() == 2);
        until(
                "both are known",
                () -> number("select count(*) from contact where workspace = $1 and version = 3", workspace) == 2);
    }

    private long members() {
        return number("select count(*) from membership where workspace = $1 and member", workspace);
    }

    private void assertMembershipsAreLeftAlone() {
        String message =
                String.valueOf(assertThrows(Failure.class, this::rebuild).getMessage());
        assertTrue(message.contains("partitions [" + partition + "] were left alone"), message);
    }

    private boolean isHistory(MembershipChange change) {
        return change.getProfileId().equals(bob.toString());
    }

    private long epochOf(String feed) {
        return number("select max(epoch) from cursor_position where upstream = $1", feed);
    }

    private void everyPartitionIsReadAgain(String feed, long before) throws InterruptedException {
        until(
                "it is noticed in every partition",
                () -> number("select count(*) from cursor_position where upstream = $1 and epoch > $2", feed, before)
                        == 16);
    }

    /** The memberships are told again, up to hers. */
    private void readAgainUpToHers() throws InterruptedException {
        long before = epochOf("memberships");
        feeds.delayMemberships(this::isHistory);
        feeds.restoreMemberships(lost -> false);
        everyPartitionIsReadAgain("memberships", before);
        until(
                "it is being read from its beginning",
                () -> number(
                                "select count(*) from membership_partition where partition = $1 and reading_until is not null",
                                partition)
                        == 1);
    }

    private void readToTheEnd() throws InterruptedException {
        feeds.delayMemberships(false);
        until(
                "it is read to its end",
                () -> number(
                                "select count(*) from membership_partition where partition = $1 and reading_until is not null",
                                partition)
                        == 0);
    }

    @Test
    void whom_the_memberships_have_not_repeated_yet_stays_a_member() throws InterruptedException {
        bothAreMembers();
        String right = hash();
        readAgainUpToHers();
        assertMembershipsAreLeftAlone();
        assertEquals(2, members());
        assertEquals(right, hash());
        readToTheEnd();
        assertEquals(0, rebuild());
        assertEquals(right, hash());
    }

    @Test
    void what_is_wrong_meanwhile_is_put_right_when_everything_was_read() throws InterruptedException {
        bothAreMembers();
        String right = hash();
        readAgainUpToHers();
        damage("update membership set since = since - interval '1 day' where workspace = $1");
        String damaged = hash();
        assertNotEquals(right, damaged);
        assertMembershipsAreLeftAlone();
        assertEquals(damaged, hash());
        readToTheEnd();
        assertTrue(rebuild() > 0);
        assertEquals(right, hash());
    }

    @Test
    void what_the_profiles_have_not_repeated_yet_is_not_overwritten_by_what_was_before() throws InterruptedException {
        bothAreMembers();
        String right = hash();
        long before = epochOf("profiles");
        feeds.delayProfiles(this::isLater);
        feeds.restoreProfiles();
        everyPartitionIsReadAgain("profiles", before);
        until("her first version is read again, and his is not", () -> {
            assertEquals(0, rebuild());
            return contactsLookedAt == 1;
        });
        assertEquals(right, hash());
        // Nor when it cannot be read: it would say of the later version what the earlier one was.
        damage("update contact set emails = array_append(emails, null) where workspace = $1");
        assertEquals(0, rebuild());
        damage("update contact set emails = array_remove(emails, null) where workspace = $1");
        assertEquals(right, hash());
        feeds.delayProfiles(none -> false);
        tell(ann, 4, address(ann));
        until(
                "all of it is read",
                () -> number("select count(*) from contact where profile_id = $1 and version = 4", ann) == 1);
        assertEquals(0, rebuild());
    }

    private boolean isLater(ProfileChange change) {
        return change.getWorkspace().equals(workspace) && change.getVersion() > 1;
    }

    @Test
    void a_feed_that_says_nothing_is_not_waited_for() throws InterruptedException {
        bothAreMembers();
        damage("update membership set since = since - interval '1 day' where workspace = $1");
        feeds.delayMemberships(true);
        assertThrows(Failure.class, this::rebuild);
        feeds.delayMemberships(false);
        assertTrue(rebuild() > 0);
        assertEquals(0, rebuild());
    }
}
