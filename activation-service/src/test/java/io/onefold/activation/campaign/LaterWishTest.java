package io.onefold.activation.campaign;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.Lists;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import io.onefold.kit.sql.Database;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a newer file changes for what was delivered under the one before, and what it must not change. */
@ServiceTest
class LaterWishTest {
    private static final String LIST = """
            destinations:
              - {name: later, workspace: dev, type: ad_audience_file, directory: later/list, partner: meta, every: PT0.2S}
            campaigns:
              - {key: later, workspace: dev, audience: later, trigger: membership, destination: later, purpose: advertising}
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
    Database database;

    private final UUID ann = UUID.randomUUID();

    private static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        Wait.until(Duration.ofMinutes(2), what, condition);
    }

    private String refused(String yaml) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> definitions.load("newer.yaml", yaml))
                .getMessage());
    }

    private Catalogue catalogue() {
        return database.transaction(campaigns::at);
    }

    @Test
    void who_wants_to_hear_nothing_any_more_is_removed_from_the_lists() throws Exception {
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann)), "advertising/ads"))
                .build());
        feeds.publish(enters(ann, "listed", 1));
        until("added", () -> lists.actionsOf(ann).equals(List.of("add")));
        definitions.load("newer.yaml", """
                do_not_contact:
                  - {workspace: dev, email: %s, reason: asked on the phone}
                """.formatted(address(ann).toUpperCase(Locale.ROOT)));
        until("removed", () -> lists.actionsOf(ann).equals(List.of("add", "remove")));
    }

    @Test
    void a_list_for_another_purpose_looks_at_everybody_again() throws Exception {
        Lists in = lists.in("later/list");
        UUID bob = UUID.randomUUID();
        definitions.load("newer.yaml", LIST);
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann)), "advertising/ads"))
                .build());
        feeds.publish(profile(bob, 1)
                .setContact(contact(List.of(address(bob)), "partners/ads"))
                .build());
        feeds.publish(enters(ann, "later", 1));
        feeds.publish(enters(bob, "later", 1));
        until("added", () -> in.actionsOf(ann).equals(List.of("add")));
        until("looked at", () -> lists.outcome(bob).equals("CONSENT_UNKNOWN"));
        definitions.load("newer.yaml", LIST.replace("purpose: advertising", "purpose: partners"));
        until("removed", () -> in.actionsOf(ann).equals(List.of("add", "remove")));
        until("added", () -> in.actionsOf(bob).equals(List.of("add")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'audience: listed'      | 'audience: another'        | the audience, destination and trigger of a list stay as they are
            'directory: google/list'| 'directory: google/other'  | the directory and partner of lists stay as they are
            'partner: google'       | 'partner: meta'            | the directory and partner of lists stay as they are
            """)
    void a_list_stays_where_and_whose_it_is(String now, String later, String said) {
        String file = """
                destinations:
                  - {name: ads, workspace: dev, type: ad_audience_file, directory: google/list, partner: google, every: PT0.2S}
                campaigns:
                  - {key: ads-list, workspace: dev, audience: listed, trigger: membership, destination: ads, purpose: advertising}
                """;
        assertTrue(file.contains(now));
        String message = refused(file.replace(now, later));
        assertTrue(message.contains(said) && message.contains("choose a new"), message);
    }

    @ParameterizedTest
    @CsvSource({"dev, other", "another, ads"})
    void a_folder_is_one_destinations(String workspace, String name) {
        String message = refused("""
                destinations:
                  - {name: %s, workspace: %s, type: ad_audience_file, directory: Google/List, partner: google}
                """.formatted(name, workspace));
        assertTrue(
                message.contains("directory: Google/List is that of destination")
                        || message.contains("directory: google/list is that of"),
                message);
    }

    @Test
    void a_file_that_is_wrong_changes_nothing() {
        Catalogue before = catalogue();
        String message = refused("""
                destinations:
                  - {name: half, workspace: dev, type: webhook, url: "https://shop.example/hooks", secrets: ["${onefold.test.hook-key}"]}
                campaigns:
                  - {key: half, workspace: dev, audience: vip, trigger: entered, destination: half, purpose: marketing, channel: email}
                  - {key: ads-list, workspace: dev, audience: other, trigger: membership, destination: ads, purpose: advertising}
                """);
        assertTrue(message.contains("ads-list"), message);
        assertEquals(before, catalogue());
    }

    @Test
    void a_destination_keeps_what_the_campaigns_need_that_the_file_no_longer_names() {
        String message = refused("""
                destinations:
                  - {name: pages-hook, workspace: dev, type: webhook, url: "https://shop.example/pages", secrets: ["${onefold.test.hook-key}"],
                     include: [email]}
                """);
        assertTrue(message.contains("hook-pages") && message.contains("goes on"), message);
    }

    @Test
    void a_row_that_cannot_be_read_is_left_out() throws Exception {
        deliveries.byHand(
                "insert into destination (id, workspace, name, definition, update_time) values ($1, 'dev', 'pigeon', '{\"type\":\"pigeon\"}', now())",
                UUID.randomUUID());
        try {
            definitions.load("newer.yaml", LIST);
            assertTrue(catalogue().destination("dev", "pigeon").isEmpty());
            feeds.publish(profile(ann, 1)
                    .setContact(contact(List.of(address(ann)), "marketing/email"))
                    .build());
            feeds.publish(enters(ann, "vip", 1));
            deliveries.await(ann, "SENT");
        } finally {
            deliveries.byHand("delete from destination where name = 'pigeon'");
        }
    }
}
