package io.onefold.activation.list;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.leaves;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.campaign.Catalogue;
import io.onefold.activation.campaign.Definitions;
import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.destination.Partner;
import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.kit.sql.Database;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** In which order lists are told, and when not. */
@ServiceTest
class ListOrderTest {
    private static final String TWO_LISTS = """
            destinations:
              - {name: %1$s, workspace: dev, type: ad_audience_file, directory: order/%1$s, partner: meta, every: PT1H, max_members: 2}
            campaigns:
              - {key: %1$s-a, workspace: dev, audience: %1$s-a, trigger: membership, destination: %1$s, purpose: advertising}
              - {key: %1$s-b, workspace: dev, audience: %1$s-b, trigger: membership, destination: %1$s, purpose: advertising}
            """;

    @Inject
    ScriptedFeeds feeds;

    @Inject
    Lists lists;

    @Inject
    Deliveries deliveries;

    @Inject
    Definitions definitions;

    @Inject
    Campaigns campaigns;

    @Inject
    ListFiles files;

    @Inject
    Database database;

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    /** Due, and the contact known, which comes by another feed: without it there is nothing to tell, and a file looks once more. */
    private void awaitDue(UUID id) throws InterruptedException {
        until("known", () -> deliveries.isKnown(id, 1));
        until("due", () -> lists.outcome(id).equals("DUE"));
    }

    private UUID member(String audience) {
        UUID id = UUID.randomUUID();
        feeds.publish(profile(id, 1)
                .setContact(contact(List.of(address(id)), "advertising/ads"))
                .build());
        feeds.publish(enters(id, audience, 1));
        return id;
    }

    private static List<List<String>> told(Lists in) throws IOException {
        List<List<String>> told = new ArrayList<>();
        for (Path file : in.files()) {
            told.add(Lists.lines(file).stream()
                    .map(line -> line.action() + " " + line.hash())
                    .toList());
        }
        return told;
    }

    private static String line(String action, UUID id) {
        return action + " " + Partner.META.hash(address(id)).orElseThrow();
    }

    private AdAudienceFile destination(String name) {
        return (AdAudienceFile) catalogue().destination("dev", name).orElseThrow();
    }

    private Catalogue catalogue() {
        return database.transaction(campaigns::at);
    }

    private List<Campaign> listsOf(String destination) {
        return catalogue().lists().stream()
                .filter(list -> list.destination().name().equals(destination))
                .toList();
    }

    @Test
    void who_must_go_goes_before_anybody_comes_and_no_list_waits_for_another() throws Exception {
        definitions.load("test", TWO_LISTS.formatted("order"));
        Lists in = lists.in("order/order");
        UUID leaver = member("order-b");
        until("the first file", () -> told(in).size() == 1);
        // The pause until the next one is an hour: all of these are due together then.
        List<UUID> many = List.of(member("order-a"), member("order-a"), member("order-a"), member("order-a"));
        UUID one = member("order-b");
        for (UUID id : many) {
            awaitDue(id);
        }
        awaitDue(one);
        feeds.publish(leaves(leaver, "order-b", 2));
        until("due", () -> lists.outcome(leaver).equals("DUE"));
        lists.fileNow("order");
        // Each file that is full is followed by the next one at once.
        until("all are told", () -> told(in).stream().mapToInt(List::size).sum() == 7);
        List<List<String>> told = told(in);
        assertTrue(told.get(1).contains(line("remove", leaver)), told.toString());
        assertTrue(told.subList(1, 3).stream().anyMatch(file -> file.contains(line("add", one))), told.toString());
        assertTrue(told.stream().allMatch(file -> file.size() <= 2), told.toString());
    }

    @Test
    void a_list_that_is_paused_adds_nobody_and_removes_who_must_go() throws Exception {
        definitions.load("test", TWO_LISTS.formatted("rest"));
        Lists in = lists.in("order/rest");
        UUID ann = member("rest-a");
        until("added", () -> in.actionsOf(ann).equals(List.of("add")));
        deliveries.run("rest-a", false);
        try {
            UUID bob = member("rest-a");
            feeds.publish(profile(ann, 2)
                    .setContact(contact(List.of(address(ann)), "-advertising/ads"))
                    .build());
            until(
                    "due",
                    () -> lists.outcome(ann).equals("DUE") && lists.outcome(bob).equals("DUE"));
            lists.fileNow("rest");
            until("removed", () -> in.actionsOf(ann).equals(List.of("add", "remove")));
            lists.fileNow("rest");
            assertFalse(files.workOn(destination("rest"), listsOf("rest")));
            assertEquals(List.of(), in.actionsOf(bob));
            deliveries.run("rest-a", true);
            until("added", () -> in.actionsOf(bob).equals(List.of("add")));
        } finally {
            deliveries.run("rest-a", true);
        }
    }

    @Test
    void nothing_is_told_while_the_memberships_are_those_of_the_past() throws Exception {
        definitions.load("test", TWO_LISTS.formatted("past"));
        Lists in = lists.in("order/past");
        UUID ann = member("past-a");
        until("added", () -> in.actionsOf(ann).equals(List.of("add")));
        lists.readAgain(true);
        try {
            feeds.publish(leaves(ann, "past-a", 2));
            until("due", () -> lists.outcome(ann).equals("DUE"));
            lists.fileNow("past");
            assertFalse(files.workOn(destination("past"), listsOf("past")));
            assertEquals(List.of("add"), in.actionsOf(ann));
        } finally {
            lists.readAgain(false);
        }
        until("removed", () -> in.actionsOf(ann).equals(List.of("add", "remove")));
    }
}
