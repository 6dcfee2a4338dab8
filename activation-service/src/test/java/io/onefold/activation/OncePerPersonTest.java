package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.known;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A person is greeted once, under whichever of the ids that were or are this person. */
@ServiceTest
class OncePerPersonTest {
    @Inject
    ScriptedFeeds feeds;

    @Inject
    MailServer mails;

    @Inject
    Deliveries deliveries;

    private final UUID ann = UUID.randomUUID();
    private final String address = address(ann);

    @Test
    void nobody_is_greeted_again_after_a_merge_and_who_is_split_off_again_is_another_person() throws Exception {
        UUID other = UUID.randomUUID();
        feeds.publish(known(other, "marketing/email"));
        feeds.publish(enters(other, "vip", 1));
        deliveries.await(other, "SENT");

        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(ann, 1)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .setContact(contact(List.of(address), "marketing/email"))
                .addAbsorbedProfileIds(other.toString())
                .build());
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(0, mails.mailsTo(address).size());

        // Apart again, and both enter anew: she is another person, and has had nothing.
        feeds.publish(profile(other, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(contact(List.of(address(other)), "marketing/email"))
                .build());
        Wait.until(Duration.ofMinutes(2), "the other one has left", () -> deliveries.isKnown(other, 3));
        feeds.publish(profile(ann, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(contact(List.of(address), "marketing/email"))
                .build());
        for (UUID id : List.of(ann, other)) {
            feeds.publish(change(id, "vip", true, MembershipChange.Cause.CAUSE_EVENT, 3)
                    .setProfileVersion(3)
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
        feeds.publish(known(other, "marketing/email"));
        feeds.publish(enters(other, "vip", 1));
        deliveries.await(other, "SENT");
        feeds.publish(profile(ann, 1)
                .setCause(ProfileChange.Cause.CAUSE_MERGE)
                .setContact(contact(List.of(address), "marketing/email"))
                .addAbsorbedProfileIds(other.toString())
                .build());
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON");
        // What the other one has to say comes only now, and that it went again with it.
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(other, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(contact(List.of(address(other)), "marketing/email"))
                .build());
        Wait.until(Duration.ofMinutes(2), "the other one has left", () -> deliveries.isKnown(other, 3));
        feeds.publish(enters(ann, "vip", 3));
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON", "SENT");
    }

    @Test
    void a_greeted_profile_absorbed_for_a_while_stays_greeted_for_both() throws Exception {
        UUID other = UUID.randomUUID();
        feeds.publish(known(ann, "marketing/email"));
        feeds.publish(known(other, "marketing/email"));
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(ann, 2).addAbsorbedProfileIds(other.toString()).build());
        feeds.publish(change(ann, "vip", true, MembershipChange.Cause.CAUSE_EVENT, 1)
                .setProfileVersion(2)
                .build());
        deliveries.await(ann, "SENT");

        // The split gives the other one back, who was part of the person that was greeted.
        feeds.publish(profile(other, 3)
                .setCause(ProfileChange.Cause.CAUSE_SPLIT)
                .setContact(contact(List.of(address(other)), "marketing/email"))
                .build());
        feeds.publish(change(other, "vip", true, MembershipChange.Cause.CAUSE_EVENT, 1)
                .setProfileVersion(3)
                .build());
        deliveries.await(other, "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(0, mails.mailsTo(address(other)).size());
    }

    @Test
    void what_was_for_an_absorbed_id_goes_to_the_person_of_now() throws Exception {
        UUID other = UUID.randomUUID();
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(enters(other, "vip", 1));
        feeds.publish(known(ann, "marketing/email"));
        deliveries.await(other, "SENT");
        assertEquals(1, mails.mailsTo(address).size());
    }
}
