package io.onefold.activation.runner;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Letter;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.destination.Smtp;
import io.onefold.activation.destination.Webhook;
import io.onefold.activation.guard.Verdict;
import io.onefold.activation.mail.MailSender;
import io.onefold.activation.mail.Message;
import io.onefold.activation.webhook.WebhookSender;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Sends a delivery the way its destination is. */
@ApplicationScoped
class Dispatcher {
    private final MailSender mails;
    private final WebhookSender webhooks;

    private final ActivationConfig config;

    Dispatcher(MailSender mails, WebhookSender webhooks, ActivationConfig config) {
        this.mails = mails;
        this.webhooks = webhooks;
        this.config = config;
    }

    /** How many attempts to one destination of a kind may be under way at once. All mails go to one server. */
    int mostAtOnce(String kind) {
        return kind.equals(Smtp.NAME) ? Integer.MAX_VALUE : config.mostAtOnce();
    }

    /** Why nothing of a campaign can be sent here; empty: it can. */
    Optional<String> unready(Campaign campaign) {
        return campaign.destination() instanceof Webhook webhook ? webhooks.unready(webhook) : Optional.empty();
    }

    /** Where it goes, for the record. */
    static String address(Campaign campaign, Verdict.Send send) {
        return campaign.destination() instanceof Webhook webhook
                ? webhook.origin()
                : send.emails().get(0);
    }

    Outcome send(Delivery delivery, Campaign campaign, Verdict.Send send) {
        if (campaign.destination() instanceof Webhook webhook) {
            return webhooks.send(delivery, campaign, webhook, send.emails(), send.phones());
        }
        return campaign.letter()
                .map(letter -> mails.send(message(delivery, letter, send)))
                .orElseGet(() -> new Outcome.Refused("the campaign has become one of lists"));
    }

    private static Message message(Delivery delivery, Letter letter, Verdict.Send send) {
        return new Message(
                delivery.id(),
                delivery.messageId(),
                letter.from(),
                send.emails().get(0),
                send.firstName(),
                letter.template(),
                letter.subject());
    }
}
