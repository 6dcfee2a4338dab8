package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.profile;
import static io.onefold.activation.script.WebhookServer.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefold.activation.campaign.Definitions;
import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.activation.script.WebhookServer;
import io.onefold.activation.script.WebhookServer.Request;
import io.onefold.devstack.Wait;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an endpoint's answers, and a newer file, mean for what else is for it. */
@ServiceTest
class EndpointTest {
    private static final String GRANTED = "marketing/email";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    WebhookServer hooks;

    @Inject
    Deliveries deliveries;

    @Inject
    Definitions definitions;

    private final UUID ann = UUID.randomUUID();

    private void known(UUID id, String... consents) {
        feeds.publish(profile(id, 1)
                .setContact(contact(List.of(address(id)), consents))
                .build());
    }

    private String hook(String name, String path, String timeout) {
        return """
                destinations:
                  - {name: %s, workspace: dev, type: webhook, url: "http://localhost:%d%s", secrets: ["${onefold.test.hook-secret-new}"],
                     allow_private: true, timeout: %s}
                """.formatted(name, hooks.port(), path, timeout);
    }

    private String hook(String name, String timeout, String campaign, String trigger) {
        return hook(name, "/" + name, timeout) + """
                campaigns:
                  - {key: %1$s, workspace: dev, audience: %1$s, trigger: %2$s, destination: %3$s, purpose: none,
                     backoff: {first: PT0.05S, most: PT0.2S}}
                """.formatted(campaign, trigger, name);
    }

    @Test
    void one_that_is_gone_gets_nothing_more_until_its_definition_changes() throws Exception {
        UUID bob = UUID.randomUUID();
        hooks.behave(ann, status(410));
        known(ann);
        known(bob);
        feeds.publish(enters(ann, "gone", 1));
        deliveries.await(ann, "DEAD");
        feeds.publish(enters(bob, "gone", 1));
        Wait.until(
                Duration.ofMinutes(2),
                "it has been due for longer than a recheck",
                () -> deliveries.states(bob).equals(List.of("PENDING"))
                        && deliveries.age(bob).compareTo(Duration.ofMillis(1300)) > 0);
        assertEquals(0, hooks.about(bob).size());
        assertEquals(Duration.ZERO, deliveries.heldFor(bob), "it is not even looked at");

        definitions.load("test", hook("gone-hook", "/gone", "PT15S"));
        assertEquals(List.of("PENDING"), deliveries.states(bob));
        definitions.load("test", hook("gone-hook", "/gone", "PT7S"));
        deliveries.await(bob, "SENT");
        assertEquals(1, hooks.about(bob).size());
    }

    @Test
    void an_answer_to_an_earlier_definition_does_not_disable_the_one_of_now() throws Exception {
        UUID bob = UUID.randomUUID();
        definitions.load("test", hook("moving-hook", "PT9S", "moving", "entered"));
        hooks.behave(ann, exchange -> {
            definitions.load("test", hook("moving-hook", "PT8S", "moving", "entered"));
            status(410).answer(exchange);
        });
        known(ann);
        known(bob);
        feeds.publish(enters(ann, "moving", 1));
        deliveries.await(ann, "DEAD");
        feeds.publish(enters(bob, "moving", 1));
        deliveries.await(bob, "SENT");
    }

    @Test
    void an_entry_stays_an_entry_when_the_campaign_becomes_one_of_exits() throws Exception {
        definitions.load("test", hook("turning-hook", "PT9S", "turning", "entered"));
        hooks.behave(ann, exchange -> {
            definitions.load("test", hook("turning-hook", "PT9S", "turning", "exited"));
            status(500).answer(exchange);
        });
        known(ann);
        feeds.publish(enters(ann, "turning", 1));
        deliveries.await(ann, "SENT");
        List<Request> both = hooks.about(ann);
        assertEquals(
                "audience.entered",
                new ObjectMapper().readTree(both.get(1).body()).path("type").asText());
        assertEquals(both.get(0).body(), both.get(1).body());
    }

    @Test
    void an_endpoint_that_hangs_holds_up_no_other() throws Exception {
        definitions.load("test", hook("slow-hook", "PT30S", "slow", "entered"));
        for (int i = 0; i < 8; i++) {
            UUID id = UUID.randomUUID();
            hooks.behave(id, hooks.hang());
            known(id);
            feeds.publish(enters(id, "slow", 1));
        }
        Wait.until(
                Duration.ofMinutes(2),
                "it hangs",
                () -> hooks.requestsTo("/slow-hook").size() == 2);
        Instant begun = hooks.requestsTo("/slow-hook").get(0).time();
        List<UUID> others = Stream.generate(UUID::randomUUID).limit(8).toList();
        for (UUID id : others) {
            known(id, GRANTED);
            feeds.publish(enters(id, "hooked", 1));
        }
        for (UUID id : others) {
            deliveries.await(id, "SENT");
            Instant told = hooks.about(id).get(0).time();
            assertTrue(told.isBefore(begun.plusSeconds(30)), "the first that hung had not come to its end");
        }
        deliveries.run("slow", false);
    }

    @Test
    void a_secret_that_is_not_configured_here_costs_no_attempt() throws Exception {
        definitions.load("test", hook("secret-hook", "PT9S", "secret", "entered"));
        deliveries.byHand(
                "update destination set definition = replace(definition, 'onefold.test.hook-secret-new', 'absent.secret') where name = 'secret-hook'");
        known(ann);
        feeds.publish(enters(ann, "secret", 1));
        Wait.until(
                Duration.ofMinutes(2),
                "it says why",
                () -> deliveries.errors(ann).stream().anyMatch(error -> error.contains("absent.secret is absent")));
        assertEquals(List.of("PENDING"), deliveries.states(ann));
        assertEquals(0, deliveries.attempts(ann));
    }
}
