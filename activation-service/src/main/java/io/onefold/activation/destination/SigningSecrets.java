package io.onefold.activation.destination;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The secrets of webhooks, out of the configuration: the table of destinations holds only what they are called. */
@ApplicationScoped
public class SigningSecrets {
    private final Config config;

    SigningSecrets(Config config) {
        this.config = config;
    }

    /** The secrets of a webhook in their order; fails when one is absent or unreadable. */
    public List<SigningSecret> of(Webhook webhook) {
        return webhook.secrets().stream()
                .map(Webhook::property)
                .map(property -> secret(webhook, property))
                .toList();
    }

    private SigningSecret secret(Webhook webhook, String property) {
        String text = config.getOptionalValue(property, String.class)
                .orElseThrow(() -> new IllegalArgumentException("destination " + webhook.name()
                        + ": secrets: the configuration property " + property + " is absent"));
        try {
            return SigningSecret.parse(text);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "destination " + webhook.name() + ": secrets: " + property + ": " + unreadable.getMessage(),
                    unreadable);
        }
    }
}
