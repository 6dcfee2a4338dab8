package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.erased;
import static io.onefold.activation.script.Changes.known;
import static io.onefold.activation.script.Changes.leaves;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.activation.script.SilentMailServer;
import io.onefold.activation.script.Traces;
import io.onefold.activation.script.WebhookServer;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is erased is not written to any more, and nothing of the person is left, whatever else is told and in whatever order. */
@ServiceTest
class ErasureTest {
    private static final String GRANTED = "marketing/email";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    MailServer mails;

    @Inject
    WebhookServer hooks;

    @Inject
    Deliveries deliveries;

    @Inject
    Traces traces;

    private final UUID ann = UUID.randomUUID();
    /** In the same partition, and so read after her. */
    private final UUID bob = new UUID(ann.getMostSignificantBits() ^ 1L << 20, ann.getLeastSignificantBits());

    private final String address = address(ann);
    private final String name = "Ann " + ann.toString().substring(0, 8);
    private final String phone = "+33" + (100_000_000 + Math.floorMod(ann.getLeastSignificantBits(), 900_000_000L));

    @AfterEach
    void campaigns_run_again() {
        deliveries.run("welcome-vip", true);
        feeds.delayMemberships(false);
    }

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    private Contact ofAnn() {
        return contact(List.of(address), GRANTED).toBuilder()
                .setFirstName(name)
                .addPhones(phone)
                .build();
    }

    private void annIsKnown() throws InterruptedException {
        feeds.publish(profile(ann, 1).setContact(ofAnn()).build());
        until("she is known", () -> deliveries.isKnown(ann, 1));
    }

    private void annIsErased() throws InterruptedException {
        feeds.publish(erased(ann, 5));
        traces.awaitErased(ann);
    }

    private void nothingIsLeft() {
        for (String personal : List.of(address, name, phone)) {
            assertEquals(Set.of(), traces.of(personal), personal);
        }
    }

    @Test
    void a_mail_that_waits_ends_for_a_reason_and_nothing_is_left() throws Exception {
        annIsKnown();
        assertEquals(Set.of("contact"), traces.of(phone));
        deliveries.run("welcome-vip", false);
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "PENDING");
        annIsErased();
        nothingIsLeft();
        // Also of a campaign that does not run.
        deliveries.await(ann, "SUPPRESSED ERASED");
        assertEquals(0, mails.mailsTo(address).size());
    }

    @Test
    void what_went_stays_as_history_without_anything_of_her() throws Exception {
        annIsKnown();
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(enters(ann, "hooked", 1));
        deliveries.await(ann, "SENT", "SENT");
        assertEquals(Set.of("contact", "delivery"), traces.of(address));
        annIsErased();
        nothingIsLeft();
        deliveries.await(ann, "SENT", "SENT");
        assertEquals(List.of("http://localhost:" + hooks.port()), deliveries.addresses(ann));
    }

    @Test
    void what_the_server_said_of_her_goes() throws Exception {
        annIsKnown();
        mails.refuse(address, "450 4.2.1 too many mails for " + address);
        try {
            feeds.publish(enters(ann, "vip", 1));
            until("it says so", () -> deliveries.errors(ann).stream().anyMatch(error -> error.contains(address)));
            annIsErased();
            until(
                    "what was under way has come to its end",
                    () -> deliveries.states(ann).equals(List.of("SUPPRESSED ERASED")));
        } finally {
            mails.accept(address);
        }
        nothingIsLeft();
        assertEquals(0, mails.mailsTo(address).size());
    }

    @Test
    void a_mail_that_is_under_way_is_settled_without_a_word_of_her() throws Exception {
        mails.stop();
        try (SilentMailServer silent = mails.silent()) {
            annIsKnown();
            feeds.publish(enters(ann, "vip", 1));
            until("it is under way", () -> silent.taken() > 0);
            annIsErased();
            nothingIsLeft();
            deliveries.await(ann, "SUPPRESSED ERASED");
        } finally {
            mails.start();
        }
        nothingIsLeft();
        assertTrue(
                deliveries.errors(ann).stream().allMatch(error -> error.endsWith("the person was erased")),
                () -> deliveries.errors(ann).toString());
    }

    /** The memberships are told after the profiles: her entry is still on its way when she is erased. */
    @Test
    void an_entry_that_comes_after_the_erasure_starts_nothing() throws Exception {
        annIsKnown();
        feeds.delayMemberships(true);
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(enters(ann, "hooked", 1));
        feeds.publish(change(ann, "vip", false, MembershipChange.Cause.CAUSE_ERASURE, 2)
                .setProfileVersion(5)
                .build());
        annIsErased();
        feeds.delayMemberships(false);
        deliveries.await(ann, "SUPPRESSED ERASED", "SUPPRESSED ERASED");
        nothingIsLeft();
        assertEquals(0, mails.mailsTo(address).size());
        assertEquals(0, hooks.about(ann).size());
    }

    /** The profiles are told after the memberships: she has left by an erasure of which nothing else is known yet. */
    @Test
    void an_exit_that_comes_before_the_erasure_starts_nothing() throws Exception {
        annIsKnown();
        feeds.publish(enters(ann, "loyal", 1));
        feeds.publish(change(ann, "loyal", false, MembershipChange.Cause.CAUSE_ERASURE, 2)
                .setProfileVersion(5)
                .build());
        feeds.publish(known(bob, GRANTED));
        feeds.publish(leaves(bob, "loyal", 2));
        deliveries.await(bob, "SENT");
        assertEquals(List.of(), deliveries.states(ann));
        annIsErased();
        // One for another reason that was evaluated before is not told of either.
        feeds.publish(leaves(ann, "loyal", 4));
        deliveries.await(ann, "SUPPRESSED ERASED");
        nothingIsLeft();
    }

    @Test
    void who_was_told_of_her_by_id_alone_is_told_that_she_left() throws Exception {
        annIsKnown();
        annIsErased();
        feeds.publish(leaves(ann, "paged", 2));
        deliveries.await(ann, "SENT");
        assertFalse(hooks.about(ann).get(0).body().contains(address));
        nothingIsLeft();
    }

    @Test
    void items_that_are_late_bring_nothing_back() throws Exception {
        annIsKnown();
        annIsErased();
        UUID other = UUID.randomUUID();
        feeds.publish(profile(ann, 2).setContact(ofAnn()).build());
        feeds.publish(profile(ann, 9)
                .setContact(ofAnn())
                .addAbsorbedProfileIds(other.toString())
                .build());
        feeds.publish(profile(ann, 10).build());
        feeds.publish(erased(ann, 5));
        feeds.publish(known(bob));
        until("he is known", () -> deliveries.isKnown(bob, 1));
        traces.awaitErased(ann);
        nothingIsLeft();
        assertFalse(traces.of(other.toString()).contains("absorbed"));
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "SUPPRESSED ERASED");
    }

    @Test
    void every_id_of_hers_leads_nowhere() throws Exception {
        UUID former = UUID.randomUUID();
        feeds.publish(known(former, GRANTED));
        feeds.publish(profile(ann, 2)
                .setContact(ofAnn())
                .addAbsorbedProfileIds(former.toString())
                .build());
        feeds.publish(profile(former, 2)
                .setExists(false)
                .setResolvesTo(ann.toString())
                .build());
        until("they are one", () -> deliveries.isKnown(former, 2) && deliveries.isKnown(ann, 2));
        annIsErased();
        // Of the former id the erasure is not told yet.
        feeds.publish(enters(former, "vip", 1));
        deliveries.await(former, "SUPPRESSED ERASED");
        feeds.publish(erased(former, 5));
        traces.awaitErased(former);
        assertEquals(Set.of(), traces.of(address(former)));
        assertFalse(traces.of(ann.toString()).contains("absorbed"));
        nothingIsLeft();
    }

    @Test
    void an_item_of_hers_that_could_not_be_read_goes() throws Exception {
        annIsKnown();
        feeds.publish(profile(ann, 2)
                .setContact(ofAnn())
                .addAbsorbedProfileIds("spoilt")
                .build());
        until("it is set aside", () -> traces.of(address).contains("cursor_poison"));
        annIsErased();
        nothingIsLeft();
    }
}
