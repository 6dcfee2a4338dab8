package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.change;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.erased;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.activation.destination.Partner;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.activation.script.Traces;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A partner is told once to remove who is erased, and then the hash is gone here too. */
@ServiceTest
class ErasedFromListTest {
    private static final String GRANTED = "advertising/ads";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    Lists lists;

    @Inject
    Traces traces;

    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    private static String hash(UUID id) {
        return Partner.GOOGLE.hash(address(id)).orElseThrow();
    }

    private void known(UUID id, long version, String... emails) {
        feeds.publish(profile(id, version)
                .setContact(contact(List.of(emails), GRANTED))
                .build());
    }

    private void awaitActions(String hash, String... actions) throws InterruptedException {
        until(List.of(actions) + " of " + hash, () -> lists.actions(hash).equals(List.of(actions)));
    }

    private void awaitOutcome(UUID id, String outcome) throws InterruptedException {
        until(id + " is " + outcome, () -> lists.outcome(id).equals(outcome));
    }

    private MembershipChange leavesByErasure(UUID id) {
        return change(id, "listed", false, MembershipChange.Cause.CAUSE_ERASURE, 2)
                .setProfileVersion(5)
                .build();
    }

    @Test
    void the_partner_is_told_once_and_the_hash_is_gone() throws Exception {
        known(ann, 1, address(ann));
        feeds.publish(enters(ann, "listed", 1));
        awaitActions(hash(ann), "add");
        assertEquals(Set.of("list_row"), traces.of(hash(ann)));
        feeds.publish(erased(ann, 5));
        awaitActions(hash(ann), "add", "remove");
        until("the hash is gone", () -> traces.of(hash(ann)).isEmpty());
        assertEquals(Set.of(), traces.of(address(ann)));
        feeds.publish(leavesByErasure(ann));
        awaitOutcome(ann, "NOT_A_MEMBER");
        // Nor does an entry that is told again bring her back.
        feeds.publish(enters(ann, "listed", 3));
        awaitOutcome(ann, "ERASED");
        assertEquals(List.of("add", "remove"), lists.actions(hash(ann)));
        assertEquals(Set.of(), traces.of(hash(ann)));
    }

    @Test
    void an_exit_that_is_told_before_the_erasure_removes_as_well_and_once() throws Exception {
        known(ann, 1, address(ann));
        feeds.publish(enters(ann, "listed", 1));
        awaitActions(hash(ann), "add");
        feeds.publish(leavesByErasure(ann));
        awaitActions(hash(ann), "add", "remove");
        feeds.publish(erased(ann, 5));
        traces.awaitErased(ann);
        awaitOutcome(ann, "NOT_A_MEMBER");
        assertEquals(List.of("add", "remove"), lists.actions(hash(ann)));
        until("the hash is gone", () -> traces.of(hash(ann)).isEmpty());
    }

    @Test
    void an_entry_that_comes_after_the_erasure_adds_nobody() throws Exception {
        known(ann, 1, address(ann));
        feeds.publish(erased(ann, 5));
        traces.awaitErased(ann);
        feeds.publish(enters(ann, "listed", 1));
        awaitOutcome(ann, "ERASED");
        assertEquals(List.of(), lists.actions(hash(ann)));
        assertEquals(Set.of(), traces.of(hash(ann)));
    }

    @Test
    void what_another_shares_with_the_erased_stays_until_he_loses_it() throws Exception {
        known(ann, 1, address(ann));
        known(bob, 1, address(ann), address(bob));
        feeds.publish(enters(ann, "listed", 1));
        feeds.publish(enters(bob, "listed", 1));
        awaitActions(hash(bob), "add");
        awaitActions(hash(ann), "add");
        feeds.publish(erased(ann, 5));
        awaitOutcome(ann, "ERASED");
        assertEquals(List.of("add"), lists.actions(hash(ann)));
        feeds.publish(profile(bob, 2)
                .setCause(ProfileChange.Cause.CAUSE_ERASURE)
                .setContact(contact(List.of(address(bob)), GRANTED))
                .build());
        awaitActions(hash(ann), "add", "remove");
        assertEquals(List.of("add"), lists.actions(hash(bob)));
        until("the hash is gone", () -> traces.of(hash(ann)).isEmpty());
    }
}
