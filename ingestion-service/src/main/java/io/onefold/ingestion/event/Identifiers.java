package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierNormalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the identifiers of a message. */
final class Identifiers {
    static final String USER_ID = "user_id";
    static final String ANONYMOUS_ID = "anonymous_id";

    private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern CAMEL_HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern SEPARATOR = Pattern.compile("[ .\\-]+");

    private final TreeSet<Identifier> found = new TreeSet<>();

    private Identifiers() {}

    static List<Identifier> of(JsonNode message, JsonNode context, JsonNode traits, Set<String> exclusive) {
        Identifiers all = new Identifiers();
        all.add(USER_ID, Fields.id(message, "userId"));
        all.add(ANONYMOUS_ID, Fields.id(message, "anonymousId"));
        all.addTraits(traits);
        all.addTraits(Fields.object(context, "traits"));
        all.addExternal(context.get("externalIds"));
        return all.checked(exclusive);
    }

    /** An alias speaks about its new id alone: the former one must not link anybody before a steward or a rule says so. */
    static List<Identifier> ofAlias(JsonNode message) {
        Identifiers one = new Identifiers();
        one.add(USER_ID, Fields.id(message, "userId"));
        return one.checked(Set.of());
    }

    private void addTraits(JsonNode traits) {
        add(IdentifierNormalizer.EMAIL, Fields.id(traits, "email"));
        add(IdentifierNormalizer.PHONE, Fields.id(traits, "phone"));
    }

    private void addExternal(@Nullable JsonNode externalIds) {
        if (externalIds == null || externalIds.isNull()) {
            return;
        }
        if (!externalIds.isArray()) {
            throw new Refusal(Reason.BAD_SHAPE, "context.externalIds is not an array");
        }
        for (JsonNode one : externalIds) {
            // An account's id says nothing about a person.
            if (!"accounts".equals(one.path("collection").asText())) {
                add(namespace(one.path("type")), Fields.id(one, "id"));
            }
        }
    }

    private static String namespace(JsonNode type) {
        String namespace = words(type.asText(""));
        if (!type.isTextual() || !NAMESPACE.matcher(namespace).matches()) {
            throw new Refusal(Reason.BAD_NAMESPACE, "the type of an external id cannot be a namespace");
        }
        return namespace;
    }

    /** {@code userId}, {@code User ID} and {@code user-id} are {@code user_id}. */
    static String words(String text) {
        String separated = SEPARATOR.matcher(text.strip()).replaceAll("_");
        return CAMEL_HUMP.matcher(separated).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    private void add(String namespace, @Nullable String raw) {
        if (raw == null) {
            return;
        }
        Fields.limited(raw, EventLimits.MAX_IDENTIFIER, namespace);
        Identifier identifier = IdentifierNormalizer.normalize(namespace, raw);
        // Of a phone like "N/A" nothing is left; it is kept as it came, so that the record still says what was sent.
        found.add(identifier.value().isEmpty() ? new Identifier(namespace, raw.strip(), false) : identifier);
    }

    private List<Identifier> checked(Set<String> exclusive) {
        if (found.isEmpty()) {
            throw new Refusal(Reason.MISSING_ID, "nothing says whose event it is");
        }
        if (found.size() > EventLimits.MAX_IDENTIFIERS) {
            throw new Refusal(
                    Reason.FIELD_TOO_LONG, "more than " + EventLimits.MAX_IDENTIFIERS + " identifiers on one event");
        }
        Map<String, Integer> values = new HashMap<>();
        for (Identifier identifier : found) {
            Fields.limited(identifier.value(), EventLimits.MAX_IDENTIFIER, identifier.namespace());
            if (exclusive.contains(identifier.namespace())
                    && values.merge(identifier.namespace(), 1, Integer::sum) > 1) {
                throw new Refusal(Reason.TWO_IDS, "two values of " + identifier.namespace() + " on one event");
            }
        }
        return new ArrayList<>(found);
    }
}
