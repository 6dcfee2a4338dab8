package io.onefold.activation.campaign;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.kit.feed.FeedEpoch;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service's own store is another one than before, and does not know what went out since the backup. */
@ServiceTest
class RestoreTest {
    @Inject
    ScriptedFeeds feeds;

    @Inject
    Deliveries deliveries;

    @Inject
    Lists lists;

    @Inject
    MailServer mails;

    @Inject
    Restore restore;

    @Inject
    FeedEpoch epochs;

    private final UUID ann = UUID.randomUUID();

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    @AfterEach
    void as_it_was() {
        long epoch = epochs.look();
        restore.look(epoch, Optional.of(epoch), AfterRestore.NOTHING_LOST);
    }

    /** As the kit tells after a restore. */
    private long newEpoch() {
        long epoch = epochs.look() + 1;
        deliveries.byHand("update feed_origin set epoch = $1", epoch);
        return epoch;
    }

    @Test
    void a_restore_while_the_service_runs_is_noticed() throws Exception {
        known();
        deliveries.byHand("update feed_origin set timeline = timeline - 1");
        feeds.publish(enters(ann, "vip", 1));
        deliveries.await(ann, "PENDING");
        until(
                "it has been due for longer than a recheck",
                () -> deliveries.age(ann).compareTo(Duration.ofMillis(1300)) > 0);
        assertEquals(List.of("PENDING"), deliveries.states(ann));
        assertEquals(0, mails.mailsTo(address(ann)).size());
        long epoch = epochs.look();
        restore.look(epoch, Optional.of(epoch), AfterRestore.NOTHING_LOST);
        deliveries.await(ann, "SENT");
    }

    private void known() {
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann)), "marketing/email", "advertising/ads"))
                .build());
    }

    @Test
    void nothing_goes_out_until_somebody_says_what_became_of_what_went_out() throws Exception {
        long epoch = newEpoch();
        restore.look(epoch, Optional.empty(), AfterRestore.LISTS_EMPTIED);
        known();
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(enters(ann, "listed", 2));
        deliveries.await(ann, "PENDING");
        // A start without a word, or with a word about another restore, changes nothing.
        restore.look(epoch, Optional.of(epoch - 1), AfterRestore.NOTHING_LOST);
        until(
                "it has been due for longer than a recheck",
                () -> deliveries.age(ann).compareTo(Duration.ofMillis(1300)) > 0);
        assertEquals(List.of("PENDING"), deliveries.states(ann));
        assertEquals(Duration.ZERO, deliveries.heldFor(ann));
        assertEquals(List.of(), lists.actionsOf(ann));
        restore.look(epoch, Optional.of(epoch), AfterRestore.NOTHING_LOST);
        deliveries.await(ann, "SENT");
        assertEquals(1, mails.mailsTo(address(ann)).size());
        until("added", () -> lists.actionsOf(ann).equals(List.of("add")));
    }

    @Test
    void lists_that_were_emptied_at_the_partner_are_told_anew() throws Exception {
        known();
        feeds.publish(enters(ann, "listed", 1));
        until("added", () -> lists.actionsOf(ann).equals(List.of("add")));
        int files = lists.files().size();
        long epoch = newEpoch();
        restore.look(epoch, Optional.empty(), AfterRestore.LISTS_EMPTIED);
        restore.look(epoch, Optional.of(epoch), AfterRestore.LISTS_EMPTIED);
        until("added again", () -> lists.actionsOf(ann).equals(List.of("add", "add")));
        String newest =
                String.valueOf(lists.files().get(lists.files().size() - 1).getFileName());
        assertTrue(newest.compareTo("ads-000001000000") > 0, newest + " after " + files + " files");
    }
}
