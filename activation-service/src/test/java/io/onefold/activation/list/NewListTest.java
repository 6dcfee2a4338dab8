package io.onefold.activation.list;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.activation.script.Lists;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Wait;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class NewListTest {
    @Inject
    ScriptedFeeds feeds;

    @Inject
    Lists lists;

    private final UUID ann = UUID.randomUUID();

    @Test
    void a_list_that_is_new_gets_the_members_that_its_audience_has_already() throws Exception {
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann)), "advertising/ads"))
                .build());
        feeds.publish(enters(ann, "listed", 1));
        Wait.until(Duration.ofMinutes(2), "listed", () -> lists.outcome(ann).equals("LISTED"));

        lists.neverHeardOf(ann);
        assertEquals("NONE", lists.outcome(ann));
        lists.fillAnew("ads-list");
        Wait.until(Duration.ofMinutes(2), "listed", () -> lists.outcome(ann).equals("LISTED"));
        Wait.until(
                Duration.ofMinutes(2), "told again", () -> lists.actionsOf(ann).equals(List.of("add", "add")));
    }
}
