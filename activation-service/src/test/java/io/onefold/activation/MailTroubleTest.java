package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.known;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.activation.script.SilentMailServer;
import io.onefold.devstack.Wait;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Mails whose way is cut off, unknown or closed for good. */
@ServiceTest
class MailTroubleTest {
    @Inject
    ScriptedFeeds feeds;

    @Inject
    MailServer mails;

    @Inject
    Deliveries deliveries;

    private final UUID ann = UUID.randomUUID();
    private final String address = address(ann);

    @Test
    void a_crash_after_sending_sends_again_under_the_same_message_id() throws Exception {
        feeds.publish(known(ann, "marketing/email"));
        feeds.publish(enters(ann, "vip", 1));
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
            feeds.publish(known(ann, "marketing/email"));
            feeds.publish(enters(ann, "vip", 1));
            Wait.until(
                    Duration.ofMinutes(2),
                    "an attempt has failed",
                    () -> deliveries.states(ann).equals(List.of("RETRYING")));

            // A campaign whose mails are given up after two attempts.
            feeds.publish(known(brief, "marketing/email"));
            feeds.publish(enters(brief, "brief", 1));
            Wait.until(
                    Duration.ofMinutes(2),
                    "it was tried more often",
                    () -> !deliveries.states(brief).isEmpty() && deliveries.attempts(brief) > 3);
            feeds.publish(known(lost, "marketing/email"));
            feeds.publish(enters(lost, "brief", 1));
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
            feeds.publish(known(paused, "marketing/email"));
            deliveries.run("short-lived", false);
            feeds.publish(enters(paused, "brief", 1));
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
            feeds.publish(known(ann, "marketing/email"));
            feeds.publish(enters(ann, "vip", 1));
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
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of("a".repeat(5000) + "@example.com"), "marketing/email"))
                .build());
        feeds.publish(enters(ann, "vip", 1));
        UUID other = UUID.randomUUID();
        feeds.publish(profile(other, 1)
                .setContact(contact(List.of("no address at all"), "marketing/email"))
                .build());
        feeds.publish(enters(other, "vip", 1));
        for (UUID id : List.of(ann, other)) {
            deliveries.await(id, "DEAD");
            assertEquals(1, deliveries.attempts(id));
        }
    }
}
