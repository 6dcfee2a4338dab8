package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.leaves;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A mail to who leaves an audience, under the same guard as one to who enters. */
@ServiceTest
class ExitTest {
    private static final String GRANTED = "marketing/email";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    MailServer mails;

    @Inject
    Deliveries deliveries;

    @Inject
    Lists lists;

    private final UUID ann = UUID.randomUUID();

    private void known(UUID id, String... consents) {
        feeds.publish(profile(id, 1)
                .setContact(contact(List.of(address(id)), consents))
                .build());
    }

    @Test
    void who_leaves_gets_one_mail_and_who_enters_none() throws Exception {
        known(ann, GRANTED);
        feeds.publish(enters(ann, "loyal", 1));
        feeds.publish(leaves(ann, "loyal", 2));
        deliveries.await(ann, "SENT");
        assertEquals("We miss you", mails.mailsTo(address(ann)).get(0).getSubject());
        feeds.publish(enters(ann, "loyal", 3));
        feeds.publish(leaves(ann, "loyal", 4));
        deliveries.await(ann, "SENT", "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(1, mails.mailsTo(address(ann)).size());
    }

    @Test
    void once_per_person_holds_over_ids_that_became_one() throws Exception {
        UUID other = UUID.randomUUID();
        known(other, GRANTED);
        feeds.publish(leaves(other, "loyal", 2));
        deliveries.await(other, "SENT");
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann)), GRANTED))
                .addAbsorbedProfileIds(other.toString())
                .build());
        feeds.publish(leaves(ann, "loyal", 2));
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(0, mails.mailsTo(address(ann)).size());
    }

    @Test
    void who_left_while_the_campaign_was_paused_gets_no_welcome() throws Exception {
        UUID bob = UUID.randomUUID();
        known(ann, GRANTED);
        known(bob, GRANTED);
        deliveries.run("welcome-vip", false);
        try {
            feeds.publish(enters(ann, "vip", 1));
            feeds.publish(enters(bob, "vip", 1));
            feeds.publish(leaves(ann, "vip", 2));
            Wait.until(
                    Duration.ofMinutes(2),
                    "she has left and he has not",
                    () -> lists.isMember(ann, "vip").equals(Optional.of(false))
                            && lists.isMember(bob, "vip").equals(Optional.of(true)));
            assertEquals(List.of("PENDING"), deliveries.states(ann));
        } finally {
            deliveries.run("welcome-vip", true);
        }
        deliveries.await(ann, "SUPPRESSED LEFT");
        deliveries.await(bob, "SENT");
        assertEquals(0, mails.mailsTo(address(ann)).size());
    }

    @Test
    void without_consent_nothing_is_sent() throws Exception {
        known(ann);
        feeds.publish(leaves(ann, "loyal", 2));
        deliveries.await(ann, "SUPPRESSED CONSENT_UNKNOWN");
    }

    /** The feed then brings an exit with cause RULE for each member, and nothing more. */
    @Test
    void an_audience_that_is_deleted_while_a_campaign_uses_it_sends_nobody_a_mail() throws Exception {
        known(ann, GRANTED);
        feeds.publish(change(ann, "loyal", false, MembershipChange.Cause.CAUSE_RULE, 2)
                .build());
        // A later exit for another reason is the first that starts anything.
        feeds.publish(leaves(ann, "loyal", 4));
        deliveries.await(ann, "SENT");
        assertEquals(1, mails.mailsTo(address(ann)).size());
    }
}
