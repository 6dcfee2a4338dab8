package io.onefold.activation.webhook;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.destination.SigningSecret;
import io.onefold.activation.destination.SigningSecrets;
import io.onefold.activation.destination.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Signs a message and posts it. Runs on worker threads. */
@ApplicationScoped
public class WebhookSender {
    private static final int LONGEST_ERROR = 500;

    private final SigningSecrets secrets;
    private final WebhookPost post;

    WebhookSender(SigningSecrets secrets, WebhookPost post) {
        this.secrets = secrets;
        this.post = post;
    }

    /** Why nothing can be signed here, such as a secret of a newer file that this replica's configuration lacks; empty: it can. */
    public Optional<String> unready(Webhook webhook) {
        try {
            List<SigningSecret> unused = secrets.of(webhook);
            return Optional.empty();
        } catch (IllegalArgumentException absent) {
            return Optional.of(shortened(String.valueOf(absent.getMessage())));
        }
    }

    public Outcome send(
            Delivery delivery, Campaign campaign, Webhook webhook, List<String> emails, List<String> phones) {
        List<SigningSecret> keys = secrets.of(webhook);
        WebhookMessage message = WebhookMessage.of(delivery, campaign, webhook, emails, phones);
        try {
            return post.send(webhook, message.headers(Instant.now(), keys), message.body())
                    .outcome(webhook.acceptHtml(), Instant.now());
        } catch (TimeoutException late) {
            return new Outcome.Away("no answer within " + webhook.limit());
        } catch (ExecutionException failure) {
            return new Outcome.Away(shortened(String.valueOf(failure.getCause())));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
    }
}
