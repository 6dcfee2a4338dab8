package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class SuppressionTest {
    private static final String GRANTED = "marketing/email";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    MailServer mails;

    @Inject
    Deliveries deliveries;

    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();

    private void known(UUID id, String... emails) {
        feeds.publish(
                profile(id, 1).setContact(contact(List.of(emails), GRANTED)).build());
    }

    @Test
    void an_address_that_bounced_gets_nothing_more_and_the_person_is_reached_by_another() throws Exception {
        String bad = address(ann);
        mails.refuse(bad, "550 5.1.1 no such mailbox");
        known(ann, bad);
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "DEAD");
        assertEquals(1, deliveries.attempts(ann));

        // Somebody else with that address and another campaign.
        known(bob, bad);
        feeds.publish(enters(bob, "brief", 1));
        deliveries.await(bob, "SUPPRESSED ADDRESS_SUPPRESSED");

        UUID both = UUID.randomUUID();
        known(both, bad, address(both));
        feeds.publish(enters(both, "vip", 1));
        deliveries.await(both, "SENT");
        assertEquals(0, mails.mailsTo(bad).size());
        assertEquals(1, mails.mailsTo(address(both)).size());
    }

    @Test
    void a_refusal_of_the_sender_says_nothing_about_the_address() throws Exception {
        mails.refuse(address(ann), "550 5.7.1 you are on a block list");
        known(ann, address(ann));
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "DEAD");
        mails.accept(address(ann));
        feeds.publish(enters(ann, "brief", 2));
        deliveries.await(ann, "DEAD", "SENT");
        assertEquals(1, mails.mailsTo(address(ann)).size());
    }

    @Test
    void a_mail_that_bounced_goes_to_another_address_of_the_person() throws Exception {
        String good = "good." + address(ann);
        mails.refuse(address(ann), "550 5.1.1 no such mailbox");
        known(ann, address(ann), good);
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "SENT");
        assertEquals(2, deliveries.attempts(ann));
        assertEquals(1, mails.mailsTo(good).size());
        feeds.publish(enters(ann, "vip", 3));
        deliveries.await(ann, "SENT", "SUPPRESSED ONCE_PER_PERSON");
    }

    @Test
    void a_mail_that_was_refused_does_not_count_as_the_one_for_the_person() throws Exception {
        mails.refuse(address(ann), "550 5.7.1 not\0today");
        known(ann, address(ann));
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "DEAD");
        mails.accept(address(ann));
        feeds.publish(enters(ann, "vip", 3));
        deliveries.await(ann, "DEAD", "SENT");
        assertEquals(1, mails.mailsTo(address(ann)).size());
    }

    @Test
    void a_bare_refusal_keeps_nobody_from_later_mails() throws Exception {
        mails.refuse(address(ann), "550 no");
        known(ann, address(ann));
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "DEAD");
        mails.accept(address(ann));
        feeds.publish(enters(ann, "brief", 2));
        deliveries.await(ann, "DEAD", "SENT");
    }

    @Test
    void who_wants_to_hear_nothing_hears_nothing_at_any_address() throws Exception {
        known(ann, address(ann), "never.again@example.com");
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "SUPPRESSED ADDRESS_SUPPRESSED");
        assertEquals(0, mails.mailsTo(address(ann)).size());
    }
}
