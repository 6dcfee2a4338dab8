package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefold.ingestion.event.NormalEvent.Consent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects what a message says about consent: Segment's {@code context.consent.categoryPreferences}, our own {@code context.consents} with
 * purpose and channel, and the track {@code Unsubscribed}; a page of that name says nothing.
 */
final class Consents {
    private static final String ANY_CHANNEL = "any";

    private Consents() {}

    static List<Consent> of(JsonNode context, boolean unsubscribed) {
        List<Consent> consents = new ArrayList<>();
        JsonNode preferences = Fields.object(Fields.object(context, "consent"), "categoryPreferences");
        for (Map.Entry<String, JsonNode> preference : preferences.properties()) {
            consents.add(new Consent(word(preference.getKey()), ANY_CHANNEL, granted(preference.getValue())));
        }
        JsonNode stated = context.path("consents");
        if (!stated.isArray() && !stated.isMissingNode() && !stated.isNull()) {
            throw new Refusal(Reason.BAD_CONSENT, "context.consents is not an array");
        }
        for (JsonNode one : stated) {
            consents.add(new Consent(
                    word(one.path("purpose").asText()),
                    word(one.path("channel").asText()),
                    granted(one.path("granted"))));
        }
        if (unsubscribed) {
            consents.add(new Consent("marketing", "email", false));
        }
        return consents;
    }

    private static String word(String word) {
        if (word.isBlank() || word.length() > EventLimits.MAX_CONSENT_WORD) {
            throw new Refusal(
                    Reason.BAD_CONSENT,
                    "the purpose or the channel of a consent is missing or has more than "
                            + EventLimits.MAX_CONSENT_WORD + " characters");
        }
        return word;
    }

    private static boolean granted(JsonNode value) {
        if (!value.isBoolean()) {
            throw new Refusal(Reason.BAD_CONSENT, "a consent is neither true nor false");
        }
        return value.booleanValue();
    }
}
