package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.leaves;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Through the feeds in, by files out: what a partner has after reading them in their order. */
@ServiceTest
class AdAudienceFileTest {
    private static final String GRANTED = "advertising/ads";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    Lists lists;

    @Inject
    Deliveries deliveries;

    private final UUID ann = UUID.randomUUID();

    @AfterEach
    void the_clock_ticks_again() {
        feeds.hold(false);
    }

    private static String hash(String canonical) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    private void known(UUID id, long version, Contact contact) {
        feeds.publish(profile(id, version).setContact(contact).build());
    }

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    private void awaitActions(String hash, String... actions) throws Exception {
        until(List.of(actions) + " of " + hash, () -> lists.actions(hash).equals(List.of(actions)));
    }

    private void awaitOutcome(UUID id, String outcome) throws InterruptedException {
        until(id + " is " + outcome, () -> lists.outcome(id).equals(outcome));
    }

    private String annIsListed() throws Exception {
        String hash = hash(address(ann));
        known(ann, 1, contact(List.of(address(ann)), GRANTED));
        feeds.publish(enters(ann, "listed", 1));
        awaitActions(hash, "add");
        return hash;
    }

    @Test
    void a_member_is_added_with_every_address_as_the_partner_writes_it() throws Exception {
        String local = ann.toString().replace("-", "").substring(0, 12);
        String dotted = local.substring(0, 3) + "." + local.substring(3) + "+news@gmail.com";
        known(ann, 1, contact(List.of(address(ann), dotted), GRANTED));
        feeds.publish(enters(ann, "listed", 1));
        awaitActions(hash(address(ann)), "add");
        awaitActions(hash(local + "@gmail.com"), "add");
        Lists.Line line = lists.about(hash(address(ann))).get(0);
        assertEquals("listed", line.audience());
        assertEquals("2026-03-01T12:00:01Z", line.since());
        assertEquals(1, line.sequence());
        Path file = lists.files().get(0);
        assertEquals(
                "delivery_id,action,email_sha256,audience,effective_time,sequence",
                Files.readAllLines(file).get(0));
        assertTrue(file.getFileName().toString().matches("ads-\\d{12}-[0-9a-f]{8}\\.csv"), file.toString());
    }

    @Test
    void who_leaves_is_removed_whatever_the_cause_and_without_consent() throws Exception {
        String hash = annIsListed();
        feeds.publish(leaves(ann, "listed", 2));
        awaitActions(hash, "add", "remove");
        Lists.Line gone = lists.about(hash).get(1);
        assertEquals("2026-03-01T12:00:02Z", gone.since());
        assertEquals(2, gone.sequence());
        feeds.publish(enters(ann, "listed", 3));
        awaitActions(hash, "add", "remove", "add");
        assertEquals(
                3,
                lists.about(hash).stream()
                        .map(Lists.Line::deliveryId)
                        .distinct()
                        .count());
    }

    /** The feed then brings an exit with cause RULE for each member, and nothing more. */
    @Test
    void an_audience_that_is_deleted_empties_its_list() throws Exception {
        UUID bob = UUID.randomUUID();
        known(bob, 1, contact(List.of(address(bob)), GRANTED));
        feeds.publish(enters(bob, "listed", 1));
        String ofAnn = annIsListed();
        awaitActions(hash(address(bob)), "add");
        for (UUID id : List.of(ann, bob)) {
            feeds.publish(change(id, "listed", false, MembershipChange.Cause.CAUSE_RULE, 2)
                    .build());
        }
        awaitActions(ofAnn, "add", "remove");
        awaitActions(hash(address(bob)), "add", "remove");
        assertEquals(List.of(), deliveries.states(ann));
    }

    @Test
    void without_consent_nobody_is_added_and_nobody_removed() throws Exception {
        UUID denied = UUID.randomUUID();
        UUID never = UUID.randomUUID();
        UUID unmatchable = UUID.randomUUID();
        known(ann, 1, contact(List.of(address(ann)), "marketing/email"));
        known(denied, 1, contact(List.of(address(denied)), "-" + GRANTED));
        known(never, 1, contact(List.of(address(never), "never.again@example.com"), GRANTED));
        known(unmatchable, 1, contact(List.of("no address at all"), GRANTED));
        for (UUID id : List.of(ann, denied, never, unmatchable)) {
            feeds.publish(enters(id, "listed", 1));
        }
        awaitOutcome(ann, "CONSENT_UNKNOWN");
        awaitOutcome(denied, "CONSENT_DENIED");
        awaitOutcome(never, "SUPPRESSED");
        awaitOutcome(unmatchable, "NO_ADDRESS");
        feeds.publish(leaves(ann, "listed", 2));
        awaitOutcome(ann, "NOT_A_MEMBER");
        for (UUID id : List.of(ann, denied, never)) {
            assertEquals(List.of(), lists.actions(hash(address(id))));
        }
    }

    @Test
    void a_consent_that_is_withdrawn_removes_and_one_that_comes_adds() throws Exception {
        String hash = annIsListed();
        known(ann, 2, contact(List.of(address(ann)), "-" + GRANTED));
        awaitActions(hash, "add", "remove");
        known(ann, 3, contact(List.of(address(ann)), GRANTED));
        awaitActions(hash, "add", "remove", "add");
    }

    @Test
    void an_address_that_changes_changes_on_the_list() throws Exception {
        String hash = annIsListed();
        known(ann, 2, contact(List.of("new." + address(ann)), GRANTED));
        awaitActions(hash, "add", "remove");
        awaitActions(hash("new." + address(ann)), "add");
    }

    @Test
    void a_shared_address_stays_until_its_last_member_leaves() throws Exception {
        UUID bob = UUID.randomUUID();
        String hash = annIsListed();
        known(bob, 1, contact(List.of(address(ann), address(bob)), GRANTED));
        feeds.publish(enters(bob, "listed", 1));
        awaitActions(hash(address(bob)), "add");
        feeds.publish(leaves(ann, "listed", 2));
        awaitOutcome(ann, "NOT_A_MEMBER");
        assertEquals(List.of("add"), lists.actions(hash));
        feeds.publish(leaves(bob, "listed", 2));
        awaitActions(hash, "add", "remove");
    }

    @Test
    void a_person_who_merges_stays_on_the_list() throws Exception {
        UUID other = UUID.randomUUID();
        String hash = annIsListed();
        known(other, 1, contact(List.of(address(other)), GRANTED));
        feeds.publish(enters(other, "listed", 1));
        awaitActions(hash(address(other)), "add");

        feeds.publish(
                profile(ann, 2).setExists(false).setResolvesTo(other.toString()).build());
        feeds.publish(profile(other, 2)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .setContact(contact(List.of(address(other), address(ann)), GRANTED))
                .addAbsorbedProfileIds(ann.toString())
                .build());
        feeds.publish(change(ann, "listed", false, MembershipChange.Cause.CAUSE_MERGE, 2)
                .build());
        awaitOutcome(ann, "NOT_A_MEMBER");
        until("the address is the other one's", () -> {
            List<String> actions = lists.actions(hash);
            return lists.outcome(other).equals("LISTED")
                    && actions.get(actions.size() - 1).equals("add");
        });
        assertEquals(List.of("add"), lists.actions(hash(address(other))));
    }

    @Test
    void a_withdrawn_consent_removes_while_the_contacts_are_behind_and_nobody_is_added() throws Exception {
        String hash = annIsListed();
        UUID bob = UUID.randomUUID();
        known(bob, 1, contact(List.of(address(bob)), GRANTED));
        feeds.hold(true);
        until("the contacts are behind", () -> deliveries.contactsAreBehind(feeds.lastTick()));
        feeds.publish(enters(bob, "listed", 1));
        awaitOutcome(bob, "DUE");
        known(ann, 2, contact(List.of(address(ann), "new." + address(ann)), "-" + GRANTED));
        awaitActions(hash, "add", "remove");
        assertEquals("DUE", lists.outcome(bob));
        assertEquals(List.of(), lists.actions(hash(address(bob))));
        feeds.hold(false);
        awaitActions(hash(address(bob)), "add");
    }

    @Test
    void what_waits_together_is_told_by_its_last_state() throws Exception {
        known(ann, 1, contact(List.of(address(ann)), GRANTED));
        feeds.hold(true);
        until("the contacts are behind", () -> deliveries.contactsAreBehind(feeds.lastTick()));
        feeds.publish(enters(ann, "listed", 1));
        awaitOutcome(ann, "DUE");
        feeds.publish(leaves(ann, "listed", 2));
        awaitOutcome(ann, "NOT_A_MEMBER");
        feeds.hold(false);
        UUID bob = UUID.randomUUID();
        known(bob, 1, contact(List.of(address(bob)), GRANTED));
        feeds.publish(enters(bob, "listed", 1));
        awaitActions(hash(address(bob)), "add");
        assertEquals(List.of(), lists.actions(hash(address(ann))));
    }
}
