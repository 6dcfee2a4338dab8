package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.leaves;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.activation.campaign.Definitions;
import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.domain.Bucket;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a feed that is read again from its beginning starts, and what it does not. */
@ServiceTest
class ReadAgainTest {
    private static final String CAMPAIGN = """
            campaigns:
              - {key: %s, workspace: dev, audience: %s, trigger: entered, destination: shop-hook, purpose: marketing, channel: email,
                 causes: [%s]}
            """;

    @Inject
    ScriptedFeeds feeds;

    @Inject
    Deliveries deliveries;

    @Inject
    Lists lists;

    @Inject
    Definitions definitions;

    private final UUID ann = UUID.randomUUID();
    /** In the same partition, and so read after her. */
    private final UUID bob = new UUID(ann.getMostSignificantBits() ^ 1L << 20, ann.getLeastSignificantBits());

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    private void known(UUID id) {
        feeds.publish(profile(id, 1)
                .setContact(contact(List.of(address(id)), "marketing/email", "advertising/ads"))
                .build());
    }

    private static MembershipChange merged(UUID id, String audience) {
        return change(id, audience, true, MembershipChange.Cause.CAUSE_MERGE, 1).build();
    }

    @Test
    void nobody_is_told_of_what_was_when_a_campaign_starts_on_more_causes_and_the_feed_is_read_again()
            throws Exception {
        definitions.load("test", CAMPAIGN.formatted("wide", "widened", "EVENT"));
        known(ann);
        known(bob);
        feeds.publish(merged(ann, "widened"));
        until("she is a member", () -> lists.isMember(ann, "widened").equals(Optional.of(true)));
        definitions.load("test", CAMPAIGN.formatted("wide", "widened", "EVENT, MERGE"));
        feeds.restoreMemberships(change -> false);
        feeds.publish(merged(bob, "widened"));
        deliveries.await(bob, "SENT");
        assertEquals(List.of(), deliveries.states(ann));
    }

    @Test
    void what_was_published_before_a_campaign_was_there_is_history_to_it() throws Exception {
        known(ann);
        known(bob);
        // On its way, or waiting, when the campaign comes.
        feeds.delayMemberships(true);
        try {
            feeds.publish(enters(ann, "older", 1));
            definitions.load("test", CAMPAIGN.formatted("late", "older", "EVENT"));
            feeds.publish(enters(bob, "older", 1));
        } finally {
            feeds.delayMemberships(false);
        }
        deliveries.await(bob, "SENT");
        assertEquals(List.of(), deliveries.states(ann));
    }

    /** As when the number of partitions was raised. */
    @Test
    void a_campaign_begins_in_the_partitions_in_which_it_has_not_begun() throws Exception {
        UUID inNew = Stream.generate(UUID::randomUUID)
                .filter(id -> Bucket.of(id) >= Bucket.COUNT / 2)
                .findFirst()
                .orElseThrow();
        deliveries.byHand(
                "delete from campaign_beginning where partition >= 8 and campaign_id = (select id from campaign where name = $1)",
                "hook-pages");
        until("it has begun everywhere", () -> deliveries.beginnings("hook-pages") == 16);
        known(inNew);
        feeds.publish(leaves(inNew, "paged", 2));
        deliveries.await(inNew, "SENT");
    }

    /** Such as an audience that was created after the backup from which the audiences' store was restored. */
    @Test
    void what_a_restored_feed_does_not_tell_any_more_is_over_and_nobody_is_told_of_an_exit() throws Exception {
        known(ann);
        known(bob);
        for (String audience : List.of("listed", "loyal")) {
            feeds.publish(enters(ann, audience, 1));
            feeds.publish(enters(bob, audience, 1));
        }
        until("added", () -> lists.actionsOf(ann).equals(List.of("add")));
        until("added", () -> lists.actionsOf(bob).equals(List.of("add")));
        feeds.restoreMemberships(change -> change.getProfileId().equals(ann.toString()));
        until("removed", () -> lists.actionsOf(ann).equals(List.of("add", "remove")));
        assertEquals(Optional.of(false), lists.isMember(ann, "loyal"));
        assertEquals(Optional.of(true), lists.isMember(bob, "loyal"));
        assertEquals(List.of(), deliveries.states(ann));
        assertEquals(List.of("add"), lists.actionsOf(bob));
        // What comes anew is news, whatever its sequence.
        feeds.publish(enters(ann, "listed", 1));
        until("added again", () -> lists.actionsOf(ann).equals(List.of("add", "remove", "add")));
    }
}
