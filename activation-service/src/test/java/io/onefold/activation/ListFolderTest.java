package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.campaign.Definitions;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.Contact;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Crashes on the way to a file, and folders that are away. */
@ServiceTest
class ListFolderTest {
    private static final String GRANTED = "advertising/ads";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    Lists lists;

    @Inject
    Definitions definitions;

    private final UUID ann = UUID.randomUUID();

    private static String hash(String canonical) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    private void known(UUID id, long version, Contact contact) {
        feeds.publish(profile(id, version).setContact(contact).build());
    }

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    private void awaitActions(String hash, String... actions) throws Exception {
        until(List.of(actions) + " of " + hash, () -> lists.actions(hash).equals(List.of(actions)));
    }

    private void awaitOutcome(UUID id, String outcome) throws InterruptedException {
        until(id + " is " + outcome, () -> lists.outcome(id).equals(outcome));
    }

    private String annIsListed() throws Exception {
        String hash = hash(address(ann));
        known(ann, 1, contact(List.of(address(ann)), GRANTED));
        feeds.publish(enters(ann, "listed", 1));
        awaitActions(hash, "add");
        return hash;
    }

    @Test
    void a_folder_that_cannot_be_written_is_tried_again() throws Exception {
        annIsListed();
        Path away = lists.folder().resolveSibling("away");
        Files.move(lists.folder(), away);
        Files.writeString(lists.folder(), "no folder");
        UUID bob = UUID.randomUUID();
        try {
            known(bob, 1, contact(List.of(address(bob)), GRANTED));
            feeds.publish(enters(bob, "listed", 1));
            until(
                    "an attempt has failed",
                    () -> lists.known().stream()
                            .anyMatch(file -> file.get(1).equals("PLANNED")
                                    && !file.get(2).isEmpty()));
        } finally {
            Files.delete(lists.folder());
            Files.move(away, lists.folder());
        }
        awaitActions(hash(address(bob)), "add");
        assertNothingUnfinished();
    }

    @Test
    void who_withdraws_while_the_folder_is_away_is_not_added_when_it_is_back() throws Exception {
        annIsListed();
        Path away = lists.folder().resolveSibling("away");
        Files.move(lists.folder(), away);
        Files.writeString(lists.folder(), "no folder");
        UUID bob = UUID.randomUUID();
        UUID cid = UUID.randomUUID();
        try {
            known(bob, 1, contact(List.of(address(bob)), GRANTED));
            known(cid, 1, contact(List.of(address(cid)), GRANTED));
            feeds.publish(enters(bob, "listed", 1));
            feeds.publish(enters(cid, "listed", 1));
            until(
                    "both are planned",
                    () -> lists.outcome(bob).equals("LISTED")
                            && lists.outcome(cid).equals("LISTED"));
            known(bob, 2, contact(List.of(address(bob)), "-" + GRANTED));
        } finally {
            Files.delete(lists.folder());
            Files.move(away, lists.folder());
        }
        awaitActions(hash(address(cid)), "add");
        awaitOutcome(bob, "CONSENT_DENIED");
        // Either it was never told of, or what may have been told is taken back.
        until("nobody has it", () -> {
            List<String> actions = lists.actions(hash(address(bob)));
            return actions.isEmpty() || actions.equals(List.of("remove"));
        });
        assertTrue(lists.known().stream().anyMatch(file -> file.get(1).equals("DROPPED")));
    }

    @Test
    void a_folder_that_cannot_be_written_holds_up_no_other_destination() throws Exception {
        Path broken = lists.in("broken").folder();
        annIsListed();
        Files.writeString(broken, "no folder");
        definitions.load("test", """
                destinations:
                  - {name: a-broken, workspace: dev, type: ad_audience_file, directory: broken/list, partner: meta, every: PT0.2S}
                campaigns:
                  - {key: a-broken, workspace: dev, audience: broken, trigger: membership, destination: a-broken, purpose: advertising}
                """);
        UUID bob = UUID.randomUUID();
        known(bob, 1, contact(List.of(address(bob)), GRANTED));
        feeds.publish(enters(bob, "broken", 1));
        until(
                "it fails",
                () -> lists.known().stream()
                        .anyMatch(file -> file.get(0).startsWith("a-broken")
                                && !file.get(2).isEmpty()));
        UUID cid = UUID.randomUUID();
        known(cid, 1, contact(List.of(address(cid)), GRANTED));
        feeds.publish(enters(cid, "listed", 1));
        awaitActions(hash(address(cid)), "add");
        Files.delete(broken);
        until("it is told", () -> lists.in("broken/list").actionsOf(bob).equals(List.of("add")));
    }

    @Test
    void a_crash_after_renaming_writes_the_same_file_again_and_nothing_else() throws Exception {
        String hash = annIsListed();
        Path file = lists.fileWith(hash);
        String name = String.valueOf(file.getFileName());
        until("it is written", () -> lists.known().contains(List.of(name, "WRITTEN", "")));
        byte[] before = Files.readAllBytes(file);
        Files.delete(file);
        Files.write(file, before);
        Object keyBefore = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        lists.crashedAfterRenaming(file);
        until("it is written again", () -> lists.known().contains(List.of(name, "WRITTEN", "")));
        assertArrayEquals(before, Files.readAllBytes(file));
        Object keyAfter = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        assertTrue(!keyBefore.equals(keyAfter), "it was not written again");
        assertEquals(List.of("add"), lists.actions(hash));
    }

    private void assertNothingUnfinished() throws IOException {
        try (var all = Files.list(lists.folder())) {
            assertEquals(0, all.filter(file -> file.toString().endsWith(".tmp")).count());
        }
    }
}
