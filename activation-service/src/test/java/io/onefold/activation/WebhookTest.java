package io.onefold.activation;

import static io.onefold.activation.script.Changes.address;
import static io.onefold.activation.script.Changes.contact;
import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.leaves;
import static io.onefold.activation.script.Changes.profile;
import static io.onefold.activation.script.WebhookServer.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.onefold.activation.script.Changes;
import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.MailServer;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.activation.script.WebhookServer;
import io.onefold.activation.script.WebhookServer.Request;
import io.onefold.devstack.Wait;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.segment.v1.MembershipChange;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Through the feeds in, by a real HTTP server out; what is signed is verified by the library of Standard Webhooks itself. */
@ServiceTest
class WebhookTest {
    private static final String GRANTED = "marketing/email";

    @Inject
    ScriptedFeeds feeds;

    @Inject
    WebhookServer hooks;

    @Inject
    MailServer mails;

    @Inject
    Deliveries deliveries;

    private final UUID ann = UUID.randomUUID();

    private void known(UUID id, String... consents) {
        feeds.publish(profile(id, 1)
                .setContact(contact(List.of(address(id)), consents))
                .build());
    }

    private void annEnters(WebhookServer.Behaviour... behaviours) {
        annEntersThe("hooked", behaviours);
    }

    private void annEntersThe(String audience, WebhookServer.Behaviour... behaviours) {
        hooks.behave(ann, behaviours);
        known(ann, GRANTED);
        feeds.publish(enters(ann, audience, 1));
    }

    private static JsonNode json(Request request) throws Exception {
        return new ObjectMapper().readTree(request.body());
    }

    @Test
    void an_entry_is_told_in_words_that_an_independent_library_verifies() throws Exception {
        Contact both = contact(List.of(address(ann), "second." + address(ann)), GRANTED).toBuilder()
                .addPhones("+33612345678")
                .build();
        feeds.publish(profile(ann, 1).setContact(both).build());
        feeds.publish(enters(ann, "hooked", 1));
        deliveries.await(ann, "SENT");

        Request request = hooks.about(ann).get(0);
        assertEquals("/shop", request.path());
        assertEquals("application/json", request.header("content-type"));
        for (String secret : WebhookServer.SHARED_SECRETS) {
            new Webhook(secret).verify(request.body(), request.headers());
            assertThrows(
                    WebhookVerificationException.class,
                    () -> new Webhook(secret).verify(request.body() + " ", request.headers()));
        }
        assertTrue(verifiesAsymmetrically(request));
        JsonNode body = json(request);
        assertEquals("audience.entered", body.path("type").asText());
        assertEquals("2026-03-01T12:00:01Z", body.path("timestamp").asText());
        JsonNode data = body.path("data");
        assertEquals("dev", data.path("workspace").asText());
        assertEquals("hook-entered", data.path("campaign").asText());
        assertEquals("hooked", data.path("audience").asText());
        assertEquals(ann.toString(), data.path("profile_id").asText());
        assertEquals("EVENT", data.path("cause").asText());
        assertEquals(1, data.path("sequence").asLong());
        assertEquals("2026-03-01T12:00:01Z", data.path("effective_time").asText());
        assertEquals(address(ann), data.path("emails").path(0).asText());
        assertEquals(2, data.path("emails").size());
        assertEquals("+33612345678", data.path("phones").path(0).asText());
    }

    private static boolean verifiesAsymmetrically(Request request) throws Exception {
        byte[] key = HexFormat.of().parseHex("302a300506032b6570032100" + WebhookServer.PUBLIC_KEY);
        PublicKey known = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key));
        String v1a = List.of(request.header("webhook-signature").split(" ")).stream()
                .filter(signature -> signature.startsWith("v1a,"))
                .findFirst()
                .orElseThrow();
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(known);
        verifier.update(
                (request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + request.body())
                        .getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode(v1a.substring("v1a,".length())));
    }

    @Test
    void entries_and_exits_are_told_once_each_however_often_the_feed_is_read() throws Exception {
        known(ann, GRANTED);
        for (int reading = 0; reading < 2; reading++) {
            feeds.publish(enters(ann, "hooked", 1));
            feeds.publish(leaves(ann, "hooked", 2));
            feeds.publish(enters(ann, "hooked", 3));
        }
        deliveries.await(ann, "SENT", "SENT", "SENT");
        List<Request> told = hooks.about(ann);
        assertEquals(3, told.size());
        assertEquals(
                3,
                told.stream()
                        .map(request -> request.header("webhook-id"))
                        .distinct()
                        .count());
        assertEquals(
                1,
                told.stream().filter(r -> r.body().contains("audience.exited")).count());
    }

    /** The audiences' store was restored to an earlier point: what it says again is known, what is new under an old number is not. */
    @Test
    void a_sequence_that_is_used_again_for_another_instant_is_another_entry() throws Exception {
        known(ann, GRANTED);
        feeds.publish(enters(ann, "hooked", 1));
        feeds.publish(enters(ann, "hooked", 1).toBuilder()
                .setEffectiveTime(Changes.time(Changes.SINCE.plusSeconds(9000)))
                .build());
        deliveries.await(ann, "SENT", "SENT");
        assertEquals(2, hooks.about(ann).size());
    }

    @Test
    void silence_refusal_and_a_wish_not_to_be_contacted_are_a_no() throws Exception {
        UUID refused = UUID.randomUUID();
        UUID never = UUID.randomUUID();
        known(ann);
        known(refused, "-" + GRANTED);
        feeds.publish(profile(never, 1)
                .setContact(contact(List.of(address(never), "never.again@example.com"), GRANTED))
                .build());
        List.of(ann, refused, never).forEach(id -> feeds.publish(enters(id, "hooked", 1)));
        deliveries.await(ann, "SUPPRESSED CONSENT_UNKNOWN");
        deliveries.await(refused, "SUPPRESSED CONSENT_DENIED");
        deliveries.await(never, "SUPPRESSED ADDRESS_SUPPRESSED");
        assertEquals(
                0,
                hooks.about(ann).size()
                        + hooks.about(refused).size()
                        + hooks.about(never).size());
    }

    @Test
    void once_means_once_per_person_over_all_ids() throws Exception {
        UUID other = UUID.randomUUID();
        known(other, GRANTED);
        feeds.publish(enters(other, "hooked_once", 1));
        deliveries.await(other, "SENT");
        feeds.publish(
                profile(other, 2).setExists(false).setResolvesTo(ann.toString()).build());
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann)), GRANTED))
                .addAbsorbedProfileIds(other.toString())
                .build());
        feeds.publish(enters(ann, "hooked_once", 1));
        deliveries.await(ann, "SUPPRESSED ONCE_PER_PERSON");
        assertEquals(0, hooks.about(ann).size());
    }

    @Test
    void a_failure_is_tried_again_under_the_same_id_and_a_wish_for_a_pause_is_heard() throws Exception {
        annEnters(status(500), status(429, "Retry-After", "1"), status(204));
        deliveries.await(ann, "SENT");
        List<Request> tries = hooks.about(ann);
        assertEquals(3, tries.size());
        assertEquals(
                1, tries.stream().map(r -> r.header("webhook-id")).distinct().count());
        assertEquals(1, tries.stream().map(Request::body).distinct().count());
        Duration pause = Duration.between(tries.get(1).time(), tries.get(2).time());
        assertTrue(pause.compareTo(Duration.ofMillis(950)) >= 0, pause.toString());
    }

    @Test
    void an_endpoint_that_hangs_is_left_after_its_time_and_holds_up_no_mail() throws Exception {
        annEntersThe("impatient", hooks.hang(), hooks.neverEnd());
        Wait.until(Duration.ofMinutes(2), "it hangs", () -> !hooks.about(ann).isEmpty());
        UUID mailed = UUID.randomUUID();
        known(mailed, GRANTED);
        feeds.publish(enters(mailed, "vip", 1));
        deliveries.await(mailed, "SENT");
        deliveries.await(ann, "SENT");
        // On a busy machine an answer may be too late as well.
        assertTrue(hooks.about(ann).size() >= 3);
        // Two attempts of half a second.
        Duration all = deliveries.heldFor(ann);
        assertTrue(all.compareTo(Duration.ofMillis(950)) >= 0, "left before its time: " + all);
    }

    @Test
    void one_that_always_hangs_is_dead_after_its_attempts() throws Exception {
        annEntersThe("stubborn", hooks.hang(), hooks.hang(), hooks.hang(), hooks.hang(), status(204));
        deliveries.await(ann, "DEAD");
        assertEquals(4, deliveries.attempts(ann));
        assertEquals(List.of("no answer within PT0.5S"), deliveries.errors(ann));
    }

    @Test
    void a_redirect_is_final_and_not_followed() throws Exception {
        annEnters(status(302, "Location", "/elsewhere"));
        deliveries.await(ann, "DEAD");
        assertEquals(1, deliveries.attempts(ann));
        assertTrue(deliveries.errors(ann).get(0).contains("redirects are not followed"));
        assertEquals(
                List.of("/shop"), hooks.about(ann).stream().map(Request::path).toList());
    }

    @Test
    void a_page_for_people_is_no_success() throws Exception {
        annEnters(WebhookServer.page(), status(204));
        deliveries.await(ann, "SENT");
        assertEquals(2, hooks.about(ann).size());

        UUID bob = UUID.randomUUID();
        hooks.behave(bob, WebhookServer.page(), WebhookServer.page(), WebhookServer.page(), WebhookServer.page());
        known(bob, GRANTED);
        feeds.publish(enters(bob, "hooked", 1));
        deliveries.await(bob, "DEAD");
        assertTrue(deliveries.errors(bob).get(0).contains("text/html"));
    }

    /** Also: an exit without identifiers is told of a profile that is no more. */
    @Test
    void a_destination_that_accepts_pages_is_told_of_an_exit_without_identifiers() throws Exception {
        hooks.behave(ann, WebhookServer.page());
        feeds.publish(profile(ann, 1).setExists(false).build());
        feeds.publish(leaves(ann, "paged", 2));
        deliveries.await(ann, "SENT");
        JsonNode data = json(hooks.about(ann).get(0)).path("data");
        assertFalse(data.has("emails") || data.has("phones"));
    }

    @Test
    void an_endless_answer_is_not_read_to_its_end() throws Exception {
        annEnters(WebhookServer.flood());
        deliveries.await(ann, "SENT");
        assertEquals(1, hooks.about(ann).size());
    }

    @Test
    void a_refusal_is_final() throws Exception {
        annEnters(status(404));
        deliveries.await(ann, "DEAD");
        assertEquals(1, deliveries.attempts(ann));
    }

    @Test
    void who_wants_to_hear_nothing_is_not_told_of_even_without_identifiers() throws Exception {
        feeds.publish(profile(ann, 1)
                .setContact(contact(List.of(address(ann), "never.again@example.com")))
                .build());
        feeds.publish(leaves(ann, "paged", 2));
        deliveries.await(ann, "SUPPRESSED ADDRESS_SUPPRESSED");
        assertEquals(0, hooks.about(ann).size());
    }

    @Test
    void a_url_is_not_written_down() throws Exception {
        annEnters();
        deliveries.await(ann, "SENT");
        assertEquals(List.of("http://localhost:" + hooks.port()), deliveries.addresses(ann));
    }

    @Test
    void what_leads_into_the_own_network_is_not_called() throws Exception {
        known(ann);
        feeds.publish(enters(ann, "inner", 1));
        deliveries.await(ann, "DEAD");
        assertTrue(deliveries.errors(ann).get(0).contains("which is not on the open internet"));
        assertEquals(0, hooks.about(ann).size());
    }

    @Test
    void a_crash_after_sending_sends_again_under_the_same_id() throws Exception {
        annEnters();
        deliveries.await(ann, "SENT");
        deliveries.crashedWhileSending(ann);
        Wait.until(
                Duration.ofMinutes(2), "it came again", () -> hooks.about(ann).size() == 2);
        deliveries.await(ann, "SENT");
        List<Request> both = hooks.about(ann);
        assertEquals(both.get(0).header("webhook-id"), both.get(1).header("webhook-id"));
    }

    @Test
    void an_audience_that_is_deleted_says_nothing() throws Exception {
        known(ann, GRANTED);
        feeds.publish(enters(ann, "hooked", 1));
        deliveries.await(ann, "SENT");
        feeds.publish(Changes.change(ann, "hooked", false, MembershipChange.Cause.CAUSE_RULE, 2)
                .build());
        feeds.publish(enters(ann, "hooked", 3));
        deliveries.await(ann, "SENT", "SENT");
        assertFalse(hooks.about(ann).get(1).body().contains("audience.exited"));
    }

    /** What was sent and could not be noted would be sent again when the lease ends. */
    @Test
    void what_came_of_an_attempt_is_noted_as_soon_as_the_database_lets_it() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch came = new CountDownLatch(1);
        annEnters(exchange -> {
            came.countDown();
            answer.await();
            exchange.sendResponseHeaders(204, -1);
        });
        assertTrue(came.await(2, TimeUnit.MINUTES));
        Said said = new Said("is not noted yet");
        said.logger().addHandler(said);
        deliveries.byHand("alter table delivery rename column state to state_away");
        try {
            answer.countDown();
            assertTrue(said.await(), "noting has failed");
        } finally {
            said.logger().removeHandler(said);
            deliveries.byHand("alter table delivery rename column state_away to state");
        }
        deliveries.await(ann, "SENT");
        assertEquals(1, hooks.about(ann).size());
        assertEquals(1, deliveries.attempts(ann));
    }

    /** Waits for something in the log of those who deliver. */
    private static final class Said extends Handler {
        private final String what;
        private final CountDownLatch said = new CountDownLatch(1);

        Said(String what) {
            this.what = what;
        }

        Logger logger() {
            return Logger.getLogger("io.onefold.activation.runner.DeliveryRunner");
        }

        boolean await() throws InterruptedException {
            return said.await(2, TimeUnit.MINUTES);
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().contains(what)) {
                said.countDown();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** It counts from 1 again, and the same people are in it since the same instants. */
    @Test
    void an_audience_that_is_created_again_is_another_one() throws Exception {
        known(ann, GRANTED);
        for (String id : List.of("0d7c5a9e-0000-4000-8000-000000000001", "0d7c5a9e-0000-4000-8000-000000000002")) {
            MembershipChange entry =
                    enters(ann, "hooked", 1).toBuilder().setAudienceId(id).build();
            feeds.publish(entry);
            // Read twice.
            feeds.publish(entry);
        }
        deliveries.await(ann, "SENT", "SENT");
        assertEquals(2, hooks.about(ann).size());
    }
}
