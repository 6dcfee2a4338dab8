package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.known;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Changes;
import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A campaign greets whoever enters, with consent and once everything is known. */
@ServiceTest
class GreetingTest {
    @Inject
    ScriptedFeeds feeds;

    @Inject
    MailServer mails;

    @Inject
    Deliveries deliveries;

    private final UUID ann = UUID.randomUUID();
    private final String address = address(ann);

    private static Consent consent(String channel, boolean granted, Instant time) {
        return Consent.newBuilder()
                .setPurpose("marketing")
                .setChannel(channel)
                .setGranted(granted)
                .setEventTime(Changes.time(time))
                .build();
    }

    private static ProfileChange stating(UUID id, Consent... consents) {
        Contact.Builder contact = contact(List.of(address(id))).toBuilder().addAllConsents(List.of(consents));
        return profile(id, 1).setContact(contact).build();
    }

    @AfterEach
    void the_clock_ticks_again() {
        feeds.hold(false);
    }

    @Test
    void a_consented_member_gets_one_mail() throws Exception {
        feeds.publish(known(ann, "marketing/email"));
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "SENT");
        MimeMessage mail = mails.mailsTo(address).get(0);
        assertEquals("Ann, welcome to our best customers", mail.getSubject());
        assertEquals(1, mails.mailsTo(address).size());
        assertTrue(mail.getMessageID().startsWith("<"));
        String delivery = mail.getHeader("X-Onefold-Delivery", null);
        assertNotNull(delivery);
        assertTrue(mail.getMessageID().contains(delivery));

        // The feed is read again, and the person enters again later.
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(enters(ann, "vip", 3));
        deliveries.await(ann, "SENT", "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(1, mails.mailsTo(address).size());
    }

    @Test
    void silence_and_refusal_are_a_no() throws Exception {
        UUID refused = UUID.randomUUID();
        UUID unreachable = UUID.randomUUID();
        feeds.publish(known(ann));
        feeds.publish(known(refused, "-marketing/email"));
        feeds.publish(profile(unreachable, 1)
                .setContact(contact(List.of(), "marketing/email"))
                .build());
        List.of(ann, refused, unreachable).forEach(id -> feeds.publish(enters(id, "vip", 1)));
        deliveries.await(ann, "SUPPRESSED CONSENT_UNKNOWN");
        deliveries.await(refused, "SUPPRESSED CONSENT_DENIED");
        deliveries.await(unreachable, "SUPPRESSED NO_ADDRESS");
        assertEquals(0, mails.mailsTo(address).size());
        assertEquals(0, mails.mailsTo(address(refused)).size());
    }

    /** As a banner's withdrawal comes, which names no channel. */
    @Test
    void a_withdrawal_for_all_channels_is_heeded() throws Exception {
        Consent mails = consent("email", true, Changes.SINCE);
        Consent all = consent("any", false, Changes.SINCE);
        feeds.publish(stating(ann, mails, all));
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "SUPPRESSED CONSENT_DENIED");

        UUID later = UUID.randomUUID();
        feeds.publish(stating(later, all, consent("email", true, Changes.SINCE.plusMillis(1))));
        feeds.publish(enters(later, "vip", 1));
        deliveries.await(later, "SENT");
        assertEquals(0, this.mails.mailsTo(address).size());
    }

    @Test
    void a_campaign_that_only_a_newer_replica_knows_is_sent_here_too() throws Exception {
        feeds.publish(known(ann, "marketing/email"));
        deliveries.createdByANewerReplica(ann);
        deliveries.await(ann, "SENT");
        assertEquals(1, mails.mailsTo(address).size());
    }

    @Test
    void an_entry_that_is_read_here_starts_a_campaign_of_a_newer_replica() throws Exception {
        feeds.publish(known(ann, "marketing/email"));
        deliveries.aNewerReplicaStarts("newer");
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(enters(ann, "newer", 2));
        deliveries.await(ann, "SENT", "SENT");
    }

    /** Reading the row of the contact fails. */
    @Test
    void what_cannot_be_decided_on_holds_up_nobody_else() throws Exception {
        UUID neighbour =
                new UUID(ann.getMostSignificantBits(), UUID.randomUUID().getLeastSignificantBits());
        feeds.publish(known(ann, "marketing/email"));
        feeds.publish(profile(neighbour, 1)
                .setContact(contact(List.of("n." + address), "marketing/email"))
                .build());
        Wait.until(Duration.ofMinutes(2), "the contact is there", () -> deliveries.damageContact(ann));
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(enters(neighbour, "vip", 1));
        deliveries.await(neighbour, "SENT");
        Wait.until(
                Duration.ofMinutes(2),
                "it says why",
                () -> deliveries.errors(ann).equals(List.of("java.lang.NullPointerException")));
        assertEquals(List.of("PENDING"), deliveries.states(ann));
        assertEquals(0, deliveries.attempts(ann));
    }

    @Test
    void entries_by_other_causes_start_nothing() throws Exception {
        feeds.publish(known(ann, "marketing/email"));
        feeds.publish(
                change(ann, "vip", true, MembershipChange.Cause.CAUSE_MERGE, 1).build());
        feeds.publish(
                change(ann, "vip", true, MembershipChange.Cause.CAUSE_LATE, 5).build());
        deliveries.await(ann, "SENT");
    }

    @Test
    void nothing_is_sent_while_the_contacts_are_behind() throws Exception {
        UUID probe = UUID.randomUUID();
        feeds.hold(true);
        feeds.publish(known(ann, "marketing/email"));
        Wait.until(
                Duration.ofMinutes(2), "the contacts are behind", () -> deliveries.contactsAreBehind(feeds.lastTick()));
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(known(probe, "marketing/email"));
        feeds.publish(enters(probe, "vip", 1));
        deliveries.await(ann, "PENDING");
        Wait.until(
                Duration.ofMinutes(2),
                "it has waited longer than a deferral and a recheck together",
                () -> deliveries.age(ann).compareTo(Duration.ofMillis(1300)) > 0);
        assertEquals(Duration.ZERO, deliveries.heldFor(ann), "while the contacts are behind nothing is looked at");
        assertEquals(List.of("PENDING"), deliveries.states(ann));
        assertEquals(0, mails.mailsTo(address).size());
        // Withdrawn while it waited.
        feeds.publish(profile(probe, 2)
                .setContact(contact(List.of(address(probe)), "-marketing/email"))
                .build());
        feeds.hold(false);
        deliveries.await(ann, "SENT");
        deliveries.await(probe, "SUPPRESSED CONSENT_DENIED");
    }

    @Test
    void an_entry_that_is_ahead_of_its_profile_waits_for_it() throws Exception {
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "PENDING");
        feeds.publish(known(ann, "marketing/email"));
        deliveries.await(ann, "SENT");
    }
}
