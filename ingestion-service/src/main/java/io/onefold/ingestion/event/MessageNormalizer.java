package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.domain.Decimals;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.Ids;
import io.onefold.ingestion.event.NormalEvent.Kind;
import io.onefold.ingestion.event.NormalEvent.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes an event of a message in the shape of the Segment spec. */
final class MessageNormalizer {
    private static final Map<String, Kind> KINDS = Map.of(
            "track", Kind.TRACK,
            "identify", Kind.IDENTIFY,
            "page", Kind.PAGE,
            "screen", Kind.SCREEN,
            "group", Kind.GROUP,
            "alias", Kind.ALIAS);

    /** Profiles' money comes from these, so their amounts must be numbers. */
    private static final Set<String> WITH_AMOUNT = Set.of("Order Completed", "Order Refunded");

    private static final String UNSUBSCRIBED = "Unsubscribed";

    private final IdentifierIds ids;

    MessageNormalizer(IdentifierIds ids) {
        this.ids = ids;
    }

    NormalEvent normalize(ObjectNode message, CanonicalMessage written, SourceRules source) {
        Fingerprint fingerprint = written.fingerprint();
        Kind kind = kind(message);
        String messageId = messageId(message, fingerprint);
        JsonNode context = Fields.object(message, "context");
        JsonNode traits = Fields.object(message, "traits");
        String name = name(kind, message);
        List<Identifier> identifiers = kind == Kind.ALIAS
                ? Identifiers.ofAlias(message)
                : Identifiers.of(message, context, kind == Kind.GROUP ? Fields.NONE : traits, source.exclusive());
        EventTimes times = times(message);
        List<UUID> identifierIds = identifiers.stream()
                .map(identifier -> ids.id(source.workspace(), identifier))
                .toList();
        return new NormalEvent(
                Ids.event(source.workspace(), source.source(), messageId),
                Ids.record(source.workspace(), identifierIds),
                fingerprint.hash(),
                kind,
                name,
                messageId,
                times,
                identifiers,
                identifierIds,
                properties(kind, name, message, written),
                kind == Kind.IDENTIFY ? written.object("traits") : "{}",
                context(message, context, written),
                Consents.of(context, kind == Kind.TRACK && name.equals(UNSUBSCRIBED)),
                source.enriching() ? provider(context) : Optional.empty(),
                target(kind, message));
    }

    private static Kind kind(ObjectNode message) {
        JsonNode type = message.get("type");
        if (type == null || type.isNull()) {
            throw new Refusal(Reason.MISSING_TYPE, "the event has no type");
        }
        Kind kind = KINDS.get(type.asText());
        if (kind == null) {
            throw new Refusal(
                    Reason.UNKNOWN_TYPE, "the type is none of track, identify, page, screen, group and alias");
        }
        return kind;
    }

    private static String messageId(ObjectNode message, Fingerprint fingerprint) {
        @Nullable String stated = Fields.id(message, "messageId");
        return stated == null ? fingerprint.messageId() : Fields.limited(stated, EventLimits.MAX_NAME, "messageId");
    }

    private static String name(Kind kind, ObjectNode message) {
        return switch (kind) {
            case TRACK -> {
                JsonNode event = message.path("event");
                if (!event.isTextual() || event.textValue().isBlank()) {
                    throw new Refusal(Reason.MISSING_EVENT, "a track without the event's name");
                }
                yield Fields.limited(event.textValue(), EventLimits.MAX_NAME, "event");
            }
            case PAGE, SCREEN -> Fields.limited(message.path("name").asText(""), EventLimits.MAX_NAME, "name");
            case IDENTIFY, GROUP, ALIAS -> "";
        };
    }

    private static EventTimes times(ObjectNode message) {
        return new EventTimes(
                Timestamps.read(message, "timestamp"),
                Timestamps.read(message, "originalTimestamp"),
                Timestamps.read(message, "sentAt"),
                Timestamps.read(message, "receivedAt"));
    }

    /** A group's traits describe the group and nobody in it, so they stand with the properties. A page's category is a property. */
    private static String properties(Kind kind, String name, ObjectNode message, CanonicalMessage written) {
        JsonNode properties = Fields.object(message, "properties");
        if (kind == Kind.TRACK && WITH_AMOUNT.contains(name)) {
            requireAmount(properties.path("total"));
        }
        JsonNode category = message.get("category");
        if (kind == Kind.GROUP) {
            return written.object("traits");
        }
        if ((kind == Kind.PAGE || kind == Kind.SCREEN) && category != null && !properties.has("category")) {
            ObjectNode more = properties.deepCopy();
            more.set("category", category);
            return CanonicalJson.of(more);
        }
        return written.object("properties");
    }

    private static void requireAmount(JsonNode total) {
        if (total.isMissingNode() || total.isNull()) {
            return;
        }
        boolean number = total.isNumber()
                ? Decimals.bounded(total.decimalValue()).isPresent()
                : total.isTextual() && Decimals.parse(total.textValue()).isPresent();
        if (!number) {
            throw new Refusal(Reason.BAD_NUMBER, "properties.total is no number of at most 30 digits on each side");
        }
    }

    /** What tells a message's way and wishes stands beside it in the spec; it is kept in the context. */
    private static String context(ObjectNode message, JsonNode context, CanonicalMessage written) {
        JsonNode integrations = message.path("integrations");
        if (integrations.isEmpty() || context.has("integrations")) {
            return written.object("context");
        }
        ObjectNode more = context.deepCopy();
        more.set("integrations", integrations);
        return CanonicalJson.of(more);
    }

    private static Optional<Provider> provider(JsonNode context) {
        JsonNode thirdParty = Fields.object(context, "thirdParty");
        if (thirdParty.isEmpty()) {
            return Optional.empty();
        }
        String name = Fields.limited(thirdParty.path("provider").asText(""), EventLimits.MAX_NAME, "provider");
        return Optional.of(new Provider(name, Optional.ofNullable(Timestamps.read(thirdParty, "expires_at"))));
    }

    private static String target(Kind kind, ObjectNode message) {
        return switch (kind) {
            case ALIAS -> requiredTarget(message, "previousId");
            case GROUP -> requiredTarget(message, "groupId");
            case TRACK, IDENTIFY, PAGE, SCREEN -> "";
        };
    }

    private static String requiredTarget(ObjectNode message, String key) {
        @Nullable String target = Fields.id(message, key);
        if (target == null) {
            throw new Refusal(Reason.MISSING_ID, key + " is missing");
        }
        return Fields.limited(target, EventLimits.MAX_IDENTIFIER, key);
    }
}
