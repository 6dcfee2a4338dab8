package io.onefold.activation.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.destination.SigningSecret;
import io.onefold.activation.destination.Webhook;
import io.onefold.activation.destination.Webhook.Include;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A message as Standard Webhooks has it: an id that is the same on every attempt, and a body. What is signed is id, time of the attempt
 * and the bytes of the body.
 */
record WebhookMessage(String id, String body) {

    /** The identifiers go along only as far as the destination asks for them; the guard has let them through. */
    static WebhookMessage of(
            Delivery delivery, Campaign campaign, Webhook webhook, List<String> emails, List<String> phones) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("workspace", delivery.workspace())
                .put("campaign", campaign.key())
                .put("audience", delivery.audience())
                .put("profile_id", delivery.profileId().toString())
                .put("effective_time", delivery.effectiveTime().toString())
                .put("cause", delivery.cause().name())
                .put("sequence", delivery.sequence());
        if (webhook.include().contains(Include.EMAIL)) {
            emails.forEach(data.putArray("emails")::add);
        }
        if (webhook.include().contains(Include.PHONE)) {
            phones.forEach(data.putArray("phones")::add);
        }
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("type", delivery.entered() ? "audience.entered" : "audience.exited")
                .put("timestamp", delivery.effectiveTime().toString());
        root.set("data", data);
        return new WebhookMessage(delivery.id().toString(), root.toString());
    }

    Map<String, String> headers(Instant now, List<SigningSecret> secrets) {
        String time = Long.toString(now.getEpochSecond());
        byte[] signed = (id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "Onefold-Webhooks/1.0",
                "webhook-id",
                id,
                "webhook-timestamp",
                time,
                "webhook-signature",
                secrets.stream().map(secret -> secret.sign(signed)).collect(Collectors.joining(" ")));
    }
}
