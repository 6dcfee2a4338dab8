package io.onefold.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Changes;
import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.activation.script.SilentMailServer;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

    private static String address(UUID id) {
        return id.toString().substring(0, 8) + "@example.com";
    }

    private static ProfileChange.Builder profile(UUID id, long version) {
        return ProfileChange.newBuilder()
                .setWorkspace("dev")
                .setProfileId(id.toString())
                .setVersion(version)
                .setCause(ProfileChange.Cause.CAUSE_EVENT)
                .setExists(true);
    }

    private static Contact.Builder reach(String email) {
        return Contact.newBuilder().addEmails(email).setFirstName("Ann");
    }

    private static Consent.Builder consent(boolean granted) {
        return Consent.newBuilder().setPurpose("marketing").setChannel("email").setGranted(granted);
    }

    private void known(UUID id, Contact.Builder contact) {
        feeds.publish(profile(id, 1).setContact(contact).build());
    }

    private static MembershipChange entry(UUID id, String audience, MembershipChange.Cause cause) {
        return MembershipChange.newBuilder()
                .setWorkspace("dev")
                .setAudience(audience)
                .setProfileId(id.toString())
                .setMember(true)
                .setCause(cause)
                .setProfileVersion(1)
                .setSequence(1)
                .build();
    }

    private void enters(UUID id) {
        feeds.publish(entry(id, "vip", MembershipChange.Cause.CAUSE_EVENT));
    }

    @AfterEach
    void the_clock_ticks_again() {
        feeds.hold(false);
    }

    @Test
    void a_consented_member_gets_one_mail() throws Exception {
        known(ann, reach(address).addConsents(consent(true)));
        enters(ann);
        deliveries.await(ann, "SENT");
        MimeMessage mail = mails.mailsTo(address).get(0);
        assertEquals("Ann, welcome to our best customers", mail.getSubject());
        assertEquals(1, mails.mailsTo(address).size());
        assertTrue(mail.getMessageID().startsWith("<"));
        String delivery = mail.getHeader("X-Onefold-Delivery", null);
        assertNotNull(delivery);
        assertTrue(mail.getMessageID().contains(delivery));

        // The feed is read again, and the person enters again later.
        enters(ann);
        feeds.publish(entry(ann, "vip", MembershipChange.Cause.CAUSE_EVENT).toBuilder()
                .setSequence(3)
                .build());
        deliveries.await(ann, "SENT", "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(1, mails.mailsTo(address).size());
    }

    @Test
    void silence_and_refusal_are_a_no() throws Exception {
        UUID refused = UUID.randomUUID();
        UUID unreachable = UUID.randomUUID();
        known(ann, reach(address));
        known(refused, reach(address(refused)).addConsents(consent(false)));
        known(unreachable, Contact.newBuilder().addConsents(consent(true)));
        List.of(ann, refused, unreachable).forEach(this::enters);
        deliveries.await(ann, "SUPPRESSED CONSENT_UNKNOWN");
        deliveries.await(refused, "SUPPRESSED CONSENT_DENIED");
        deliveries.await(unreachable, "SUPPRESSED NO_ADDRESS");
        assertEquals(0, mails.mailsTo(address).size());
        assertEquals(0, mails.mailsTo(address(refused)).size());
    }

    /** As a banner's withdrawal comes, which names no channel. */
    @Test
    void a_withdrawal_for_all_channels_is_heeded() throws Exception {
        Consent.Builder mails = consent(true).setEventTime(Changes.time(Changes.SINCE));
        Consent.Builder all = mails.clone().setChannel("any").setGranted(false);
        known(ann, reach(address).addConsents(mails).addConsents(all));
        enters(ann);
        deliveries.await(ann, "SUPPRESSED CONSENT_DENIED");

        UUID later = UUID.randomUUID();
        known(
                later,
                reach(address(later))
                        .addConsents(all)
                        .addConsents(mails.clone().setEventTime(Changes.time(Changes.SINCE.plusMillis(1)))));
        enters(later);
        deliveries.await(later, "SENT");
        assertEquals(0, this.mails.mailsTo(address).size());
    }

    @Test
    void nobody_is_greeted_again_after_a_merge_and_who_is_split_off_again_is_another_person() throws Exception {
        UUID other = UUID.randomUUID();
        known(other, reach(address(other)).addConsents(consent(true)));
        enters(other);
        deliveries.await(other, "SENT");

        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(ann, 1)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .setContact(reach(address).addConsents(consent(true)))
                .addAbsorbedProfileIds(other.toString())
                .build());
        enters(ann);
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(0, mails.mailsTo(address).size());

        // Apart again, and both enter anew: she is another person, and has had nothing.
        feeds.publish(profile(other, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(reach(address(other)).addConsents(consent(true)))
                .build());
        Wait.until(Duration.ofMinutes(2), "the other one has left", () -> deliveries.isKnown(other, 3));
        feeds.publish(profile(ann, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(reach(address).addConsents(consent(true)))
                .build());
        for (UUID id : List.of(ann, other)) {
            feeds.publish(entry(id, "vip", MembershipChange.Cause.CAUSE_EVENT).toBuilder()
                    .setProfileVersion(3)
                    .setSequence(3)
                    .build());
        }
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON", "SENT");
        deliveries.await(other, "SENT", "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(1, mails.mailsTo(address).size());
        assertEquals(1, mails.mailsTo(address(other)).size());
    }

    /** Partitions are read apart: the one who leads is told of before the one who is led. */
    @Test
    void who_was_absorbed_counts_before_saying_so_and_not_after_leaving() throws Exception {
        UUID other = UUID.randomUUID();
        known(other, reach(address(other)).addConsents(consent(true)));
        enters(other);
        deliveries.await(other, "SENT");
        feeds.publish(profile(ann, 1)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .setContact(reach(address).addConsents(consent(true)))
                .addAbsorbedProfileIds(other.toString())
                .build());
        enters(ann);
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON");
        // What the other one has to say comes only now, and that it went again with it.
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(other, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(reach(address(other)).addConsents(consent(true)))
                .build());
        Wait.until(Duration.ofMinutes(2), "the other one has left", () -> deliveries.isKnown(other, 3));
        feeds.publish(entry(ann, "vip", MembershipChange.Cause.CAUSE_EVENT).toBuilder()
                .setSequence(3)
                .build());
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON", "SENT");
    }

    @Test
    void a_greeted_profile_absorbed_for_a_while_stays_greeted_for_both() throws Exception {
        UUID other = UUID.randomUUID();
        known(ann, reach(address).addConsents(consent(true)));
        known(other, reach(address(other)).addConsents(consent(true)));
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(ann, 2).addAbsorbedProfileIds(other.toString()).build());
        feeds.publish(entry(ann, "vip", MembershipChange.Cause.CAUSE_EVENT).toBuilder()
                .setProfileVersion(2)
                .build());
        deliveries.await(ann, "SENT");

        // The split gives the other one back, who was part of the person that was greeted.
        feeds.publish(profile(other, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(reach(address(other)).addConsents(consent(true)))
                .build());
        feeds.publish(entry(other, "vip", MembershipChange.Cause.CAUSE_EVENT).toBuilder()
                .setProfileVersion(3)
                .build());
        deliveries.await(other, "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(0, mails.mailsTo(address(other)).size());
    }

    @Test
    void a_campaign_that_only_a_newer_replica_knows_is_sent_here_too() throws Exception {
        known(ann, reach(address).addConsents(consent(true)));
        deliveries.createdByANewerReplica(ann);
        deliveries.await(ann, "SENT");
        assertEquals(1, mails.mailsTo(address).size());
    }

    @Test
    void an_entry_that_is_read_here_starts_a_campaign_of_a_newer_replica() throws Exception {
        known(ann, reach(address).addConsents(consent(true)));
        deliveries.aNewerReplicaStarts("newer");
        enters(ann);
        feeds.publish(entry(ann, "newer", MembershipChange.Cause.CAUSE_EVENT).toBuilder()
                .setSequence(2)
                .build());
        deliveries.await(ann, "SENT", "SENT");
    }

    /** Reading the row of the contact fails. */
    @Test
    void what_cannot_be_decided_on_holds_up_nobody_else() throws Exception {
        UUID neighbour =
                new UUID(ann.getMostSignificantBits(), UUID.randomUUID().getLeastSignificantBits());
        known(ann, reach(address).addConsents(consent(true)));
        known(neighbour, reach("n." + address).addConsents(consent(true)));
        Wait.until(Duration.ofMinutes(2), "the contact is there", () -> deliveries.damageContact(ann));
        enters(ann);
        enters(neighbour);
        deliveries.await(neighbour, "SENT");
        Wait.until(
                Duration.ofMinutes(2),
                "it says why",
                () -> deliveries.errors(ann).equals(List.of("java.lang.NullPointerException")));
        assertEquals(List.of("PENDING"), deliveries.states(ann));
        assertEquals(0, deliveries.attempts(ann));
    }

    @Test
    void what_was_for_an_absorbed_id_goes_to_the_person_of_now() throws Exception {
        UUID other = UUID.randomUUID();
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        enters(other);
        known(ann, reach(address).addConsents(consent(true)));
        deliveries.await(other, "SENT");
        assertEquals(1, mails.mailsTo(address).size());
    }

    @Test
    void entries_by_other_causes_start_nothing() throws Exception {
        known(ann, reach(address).addConsents(consent(true)));
        feeds.publish(entry(ann, "vip", MembershipChange.Cause.CAUSE_MERGE));
        feeds.publish(entry(ann, "vip", MembershipChange.Cause.CAUSE_LATE).toBuilder()
                .setSequence(5)
                .build());
        deliveries.await(ann, "SENT");
    }

    @Test
    void a_crash_after_sending_sends_again_under_the_same_message_id() throws Exception {
        known(ann, reach(address).addConsents(consent(true)));
        enters(ann);
        deliveries.await(ann, "SENT");
        deliveries.crashedWhileSending(ann);
        deliveries.await(ann, "SENT");
        List<MimeMessage> both = mails.mailsTo(address);
        assertEquals(2, both.size());
        assertEquals(both.get(0).getMessageID(), both.get(1).getMessageID());
    }

    @Test
    void the_mail_server_is_away_for_a_while() throws Exception {
        UUID brief = UUID.randomUUID();
        UUID lost = UUID.randomUUID();
        mails.stop();
        try {
            known(ann, reach(address).addConsents(consent(true)));
            enters(ann);
            Wait.until(
                    Duration.ofMinutes(2),
                    "an attempt has failed",
                    () -> deliveries.states(ann).equals(List.of("RETRYING")));

            // A campaign whose mails are given up after two attempts.
            known(brief, reach(address(brief)).addConsents(consent(true)));
            feeds.publish(entry(brief, "brief", MembershipChange.Cause.CAUSE_EVENT));
            Wait.until(
                    Duration.ofMinutes(2),
                    "it was tried more often",
                    () -> !deliveries.states(brief).isEmpty() && deliveries.attempts(brief) > 3);
            known(lost, reach(address(lost)).addConsents(consent(true)));
            feeds.publish(entry(lost, "brief", MembershipChange.Cause.CAUSE_EVENT));
            Wait.until(
                    Duration.ofMinutes(2),
                    "an attempt has failed",
                    () -> deliveries.states(lost).equals(List.of("RETRYING")));
            deliveries.byHand(
                    "update delivery set unreached_since = unreached_since - interval '12 hours' where profile_id = $1",
                    lost);
            deliveries.await(lost, "DEAD");

            // Nothing was tried for most of the time.
            UUID paused = UUID.randomUUID();
            known(paused, reach(address(paused)).addConsents(consent(true)));
            deliveries.run("short-lived", false);
            feeds.publish(entry(paused, "brief", MembershipChange.Cause.CAUSE_EVENT));
            deliveries.await(paused, "PENDING");
            deliveries.byHand(
                    "update delivery set state = 'RETRYING', last_error = 'before the pause', attempts = 1, unreached = 1,"
                            + " unreached_since = now() - interval '13 hours', attempted_at = now() - interval '12 hours 50 minutes'"
                            + " where profile_id = $1",
                    paused);
            deliveries.run("short-lived", true);
            Wait.until(
                    Duration.ofMinutes(2),
                    "it was tried again and again",
                    () -> deliveries.attempts(paused) > 3
                            && deliveries.states(paused).equals(List.of("RETRYING")));
            assertNotEquals(List.of("DEAD"), deliveries.states(brief));
        } finally {
            mails.start();
        }
        deliveries.await(brief, "SENT");
        deliveries.await(ann, "SENT");
        assertEquals(1, mails.mailsTo(address).size());
    }

    @Test
    void a_mail_of_which_nobody_knows_whether_it_arrived_is_cut_off_before_it_is_sent_again() throws Exception {
        mails.stop();
        try (SilentMailServer silent = mails.silent()) {
            known(ann, reach(address).addConsents(consent(true)));
            enters(ann);
            Wait.until(
                    Duration.ofMinutes(2),
                    "it says so",
                    () -> deliveries.errors(ann).stream().anyMatch(error -> error.startsWith("may have arrived")));
            assertTrue(silent.taken() > 0);
            Wait.until(Duration.ofMinutes(2), "the line is closed", () -> silent.hungUp() > 0);
        } finally {
            mails.start();
        }
        deliveries.await(ann, "SENT");
        assertEquals(1, mails.mailsTo(address).size());
    }

    @Test
    void a_permanent_refusal_is_not_tried_again() throws Exception {
        // Longer than the server takes a command: it answers 500.
        known(ann, reach("a".repeat(5000) + "@example.com").addConsents(consent(true)));
        enters(ann);
        UUID other = UUID.randomUUID();
        known(other, reach("no address at all").addConsents(consent(true)));
        enters(other);
        for (UUID id : List.of(ann, other)) {
            deliveries.await(id, "DEAD");
            assertEquals(1, deliveries.attempts(id));
        }
    }

    @Test
    void nothing_is_sent_while_the_contacts_are_behind() throws Exception {
        UUID probe = UUID.randomUUID();
        feeds.hold(true);
        known(ann, reach(address).addConsents(consent(true)));
        Wait.until(
                Duration.ofMinutes(2), "the contacts are behind", () -> deliveries.contactsAreBehind(feeds.lastTick()));
        enters(ann);
        known(probe, reach(address(probe)).addConsents(consent(true)));
        enters(probe);
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
                .setContact(reach(address(probe)).addConsents(consent(false)))
                .build());
        feeds.hold(false);
        deliveries.await(ann, "SENT");
        deliveries.await(probe, "SUPPRESSED CONSENT_DENIED");
    }

    @Test
    void an_entry_that_is_ahead_of_its_profile_waits_for_it() throws Exception {
        enters(ann);
        deliveries.await(ann, "PENDING");
        known(ann, reach(address).addConsents(consent(true)));
        deliveries.await(ann, "SENT");
    }
}
