package io.onefold.activation.campaign;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;

/** What a newer file changes for what was delivered under the one before. */
@ServiceTest
class LaterWishTest {
    @Inject
    ScriptedFeeds feeds;

    @Inject
    Lists lists;

    @Inject
    CampaignsAtStart start;

    @Inject
    Campaigns campaigns;

    @Inject
    Database database;

    private final UUID ann = UUID.randomUUID();

    @Test
    void who_wants_to_hear_nothing_any_more_is_removed_from_the_lists() throws Exception {
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann)), "advertising/ads"))
                .build());
        feeds.publish(enters(ann, "listed", 1));
        Wait.until(Duration.ofSeconds(20), "added", () -> lists.actionsOf(ann).equals(List.of("add")));
        DoNotContact wish = new DoNotContact("dev", address(ann).toUpperCase(Locale.ROOT), "asked on the phone");
        database.inTransaction(tx -> start.suppress(tx, wish));
        Wait.until(Duration.ofSeconds(20), "removed", () -> lists.actionsOf(ann).equals(List.of("add", "remove")));
    }

    @Test
    void a_list_stays_that_of_its_audience() {
        CampaignDraft other = new CampaignDraft(
                "ads-list",
                "dev",
                "another",
                Trigger.MEMBERSHIP,
                null,
                "ads",
                "advertising",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> campaigns.load(List.of(other)))
                        .getMessage());
        assertTrue(message.contains("choose a new key"), message);
    }
}
