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
import io.onefold.proto.profile.v1.ProfileChange;
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

    private void mergedInto(UUID one, UUID other) throws Exception {
        feeds.publish(profile(other, 2)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .addAbsorbedProfileIds(one.toString())
                .build());
        feeds.publish(
                profile(one, 2).setExists(false).setResolvesTo(other.toString()).build());
        Wait.until(
                Duration.ofMinutes(2),
                "they are one",
                () -> deliveries.isKnown(one, 2) && deliveries.isKnown(other, 2));
    }

    private void untilOut(UUID id, String audience) throws InterruptedException {
        Wait.until(
                Duration.ofMinutes(2), "out", () -> lists.isMember(id, audience).equals(Optional.of(false)));
    }

    /** Of two partitions one may be told of before the other: what the two together are in is not told yet. */
    @Test
    void who_was_merged_into_somebody_outside_has_not_left_before_the_feed_says_so() throws Exception {
        UUID bob = UUID.randomUUID();
        UUID cat = UUID.randomUUID();
        UUID dan = UUID.randomUUID();
        List.of(ann, bob, cat, dan).forEach(id -> known(id, GRANTED));
        deliveries.run("welcome-vip", false);
        try {
            for (UUID id : List.of(ann, cat)) {
                feeds.publish(enters(id, "vip", 1));
            }
            for (UUID id : List.of(bob, dan)) {
                feeds.publish(leaves(id, "vip", 6));
                untilOut(id, "vip");
            }
            mergedInto(ann, bob);
            mergedInto(cat, dan);
            feeds.publish(change(cat, "vip", false, MembershipChange.Cause.CAUSE_MERGE, 2)
                    .build());
            untilOut(cat, "vip");
            deliveries.await(ann, "PENDING");
            deliveries.await(cat, "PENDING");
        } finally {
            deliveries.run("welcome-vip", true);
        }
        deliveries.await(ann, "SENT");
        deliveries.await(cat, "SUPPRESSED LEFT");
    }

    @Test
    void who_left_before_a_mail_went_out_gets_the_one_of_a_later_entry() throws Exception {
        known(ann, GRANTED);
        leavesUnreached(ann);
        feeds.publish(enters(ann, "vip", 3));
        deliveries.await(ann, "SUPPRESSED LEFT", "SENT");
        assertEquals(1, mails.mailsTo(address(ann)).size());
    }

    @Test
    void who_is_split_off_before_a_mail_went_out_gets_his_own() throws Exception {
        UUID bob = UUID.randomUUID();
        known(ann, GRANTED);
        known(bob, GRANTED);
        mergedInto(bob, ann);
        unreached(ann);
        feeds.publish(profile(bob, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(contact(List.of(address(bob)), GRANTED))
                .build());
        Wait.until(Duration.ofMinutes(2), "apart again", () -> deliveries.isKnown(bob, 3));
        leavesAndTheServerComesBack(ann);
        feeds.publish(enters(bob, "vip", 1).toBuilder().setProfileVersion(3).build());
        deliveries.await(bob, "SENT");
        assertEquals(1, mails.mailsTo(address(bob)).size());
    }

    private void leavesUnreached(UUID id) throws Exception {
        unreached(id);
        leavesAndTheServerComesBack(id);
    }

    /** Enters while the mail server is away: the person is claimed for a mail, and nothing is handed over. Then the campaign is paused. */
    private void unreached(UUID id) throws Exception {
        mails.stop();
        try {
            feeds.publish(enters(id, "vip", 1));
            Wait.until(
                    Duration.ofMinutes(2),
                    "an attempt has failed",
                    () -> deliveries.states(id).equals(List.of("RETRYING")));
            deliveries.run("welcome-vip", false);
            // What was on its way has come back.
            deliveries.await(id, "RETRYING");
        } finally {
            mails.start();
        }
    }

    private void leavesAndTheServerComesBack(UUID id) throws Exception {
        try {
            feeds.publish(leaves(id, "vip", 2));
            untilOut(id, "vip");
        } finally {
            deliveries.run("welcome-vip", true);
        }
        deliveries.await(id, "SUPPRESSED LEFT");
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
