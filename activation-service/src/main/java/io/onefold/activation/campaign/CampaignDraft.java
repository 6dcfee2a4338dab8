package io.onefold.activation.campaign;

import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.Smtp;
import io.onefold.activation.destination.Webhook;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it is written in the file and kept in the table. Which fields it may have depends on its destination.
 *
 * @param key its name, unique in the workspace: 1-64 characters of a-z, 0-9 and `-`
 * @param workspace the workspace
 * @param audience the audience's name
 * @param trigger `entered` or `exited`; for an ad_audience_file `membership`
 * @param causes the causes on which it starts: EVENT, LATE, TIME when absent. An ad_audience_file has none: its list follows every change
 * @param destination the destination's name; `smtp` when absent
 * @param purpose the purpose to which the person must have consented on the channel, such as `marketing`; `none` for a webhook that
 *     includes no identifiers
 * @param channel the channel of that consent, without `/`: `email` for mails, `ads` for an ad_audience_file unless said otherwise. What the
 *     person said about channel `any` counts as well: a denial there that is not earlier than the channel's own grant, and whatever was said
 *     there when nothing was said about the channel; the channel's own denial stands whatever is granted on `any`
 * @param template for mails: templates/NAME.html and templates/NAME.txt
 * @param subject for mails: a template of its own, may hold {first_name}
 * @param from for mails: the sender's address
 * @param once whether a person gets it once and never again: true for mails, false for webhooks when absent
 * @param maxAttempts after so many failures a delivery is dead; 16 when absent. A mail server that nothing could be handed to does not count
 * @param backoff the pauses between attempts
 */
record CampaignDraft(
        @Nullable String key,
        @Nullable String workspace,
        @Nullable String audience,
        @Nullable Trigger trigger,
        @Nullable Set<Cause> causes,
        @Nullable String destination,
        @Nullable String purpose,
        @Nullable String channel,
        @Nullable String template,
        @Nullable String subject,
        @Nullable String from,
        @Nullable Boolean once,
        @Nullable Integer maxAttempts,
        @Nullable Backoff backoff) {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Set<Cause> DEFAULT_CAUSES = Set.of(Cause.EVENT, Cause.LATE, Cause.TIME);
    private static final int ATTEMPTS = 16;
    private static final String EMAIL = "email";
    private static final String ADS = "ads";
    private static final String NO_PURPOSE = "none";

    String destinationName() {
        return destination == null ? Smtp.NAME : destination;
    }

    /** The campaign, or what is wrong with it for its destination. */
    Campaign complete(Destination to) {
        String name = given("key", key);
        if (!KEY.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "key: 1-64 characters of a-z, 0-9 and -, the first a letter, not " + name);
        }
        if (maxAttempts != null && (maxAttempts < 1 || maxAttempts > 100)) {
            throw new IllegalArgumentException("max_attempts: 1 to 100, not " + maxAttempts);
        }
        if (to instanceof Smtp) {
            return mail(name, to);
        }
        refuse(to, "template", template);
        refuse(to, "subject", subject);
        refuse(to, "from", from);
        return to instanceof Webhook webhook ? webhook(name, webhook) : list(name, (AdAudienceFile) to);
    }

    private Campaign mail(String name, Destination to) {
        Letter letter = new Letter(given("template", template), given("subject", subject), given("from", from));
        if (channel != null && !channel.equals(EMAIL)) {
            throw new IllegalArgumentException("channel: email for a mail, not " + channel);
        }
        return new Campaign(
                name,
                given("workspace", workspace),
                given("audience", audience),
                trigger(Trigger.ENTERED, Trigger.EXITED),
                starting(),
                to,
                Optional.of(consent(EMAIL)),
                once == null || once,
                Objects.requireNonNullElse(maxAttempts, ATTEMPTS),
                Objects.requireNonNullElse(backoff, Backoff.DEFAULT),
                Optional.of(letter));
    }

    private Campaign webhook(String name, Webhook to) {
        return new Campaign(
                name,
                given("workspace", workspace),
                given("audience", audience),
                trigger(Trigger.ENTERED, Trigger.EXITED),
                starting(),
                to,
                consentOfWebhook(to),
                once != null && once,
                Objects.requireNonNullElse(maxAttempts, ATTEMPTS),
                Objects.requireNonNullElse(backoff, Backoff.OF_WEBHOOKS),
                Optional.empty());
    }

    private Campaign list(String name, AdAudienceFile to) {
        refuse(to, "causes", causes);
        refuse(to, "once", once);
        refuse(to, "max_attempts", maxAttempts);
        refuse(to, "backoff", backoff);
        return new Campaign(
                name,
                given("workspace", workspace),
                given("audience", audience),
                trigger(Trigger.MEMBERSHIP),
                Set.of(Cause.values()),
                to,
                Optional.of(consent(channel == null ? ADS : channel)),
                false,
                1,
                Backoff.DEFAULT,
                Optional.empty());
    }

    private Set<Cause> starting() {
        return causes == null ? DEFAULT_CAUSES : Set.copyOf(causes);
    }

    private Trigger trigger(Trigger... possible) {
        List<Trigger> known = Arrays.asList(possible);
        if (trigger == null || !known.contains(trigger)) {
            throw new IllegalArgumentException("trigger: one of " + known + ", not " + trigger);
        }
        return trigger;
    }

    private String consent(String onChannel) {
        String given = given("purpose", purpose);
        if (given.equals(NO_PURPOSE)) {
            throw new IllegalArgumentException("purpose: none is for a webhook that includes no identifiers");
        }
        if (onChannel.contains("/")) {
            throw new IllegalArgumentException("channel: a name without /, not " + onChannel);
        }
        return given + "/" + onChannel;
    }

    private Optional<String> consentOfWebhook(Webhook to) {
        if (NO_PURPOSE.equals(purpose) && to.include().isEmpty()) {
            refuse(to, "channel together with purpose none", channel);
            return Optional.empty();
        }
        return Optional.of(consent(given("channel", channel)));
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": must be given");
        }
        return value;
    }

    private static void refuse(Destination to, String field, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException(field + ": not with a destination of type " + to.type());
        }
    }
}
