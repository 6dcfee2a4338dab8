package io.onefold.activation.runner;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Letter;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.destination.Webhook;
import io.onefold.activation.guard.Verdict;
import io.onefold.activation.mail.MailSender;
import io.onefold.activation.mail.Message;
import io.onefold.activation.webhook.WebhookSender;
import jakarta.enterprise.context.ApplicationScoped;

/** Sends a delivery the way its destination is. */
@ApplicationScoped
class Dispatcher {
    private final MailSender mails;
    private final WebhookSender webhooks;

    Dispatcher(MailSender mails, WebhookSender webhooks) {
        this.mails = mails;
        this.webhooks = webhooks;
    }

    /** Where it goes, for the record. */
    static String address(Campaign campaign, Verdict.Send send) {
        return campaign.destination() instanceof Webhook webhook
                ? webhook.url()
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
