package io.onefold.sample.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where a message of the Segment specification says what is asked for. */
final class Message {
    private static final Set<String> DEVICES = Set.of("web", "mobile");

    private Message() {}

    /** As written. */
    record Handle(Namespace namespace, String written) {}

    /** Everything that the message says of who it is about. */
    static List<Handle> handles(JsonNode message) {
        JsonNode context = message.path("context");
        List<Handle> handles = new ArrayList<>();
        add(handles, Namespace.USER_ID, message.path("userId"));
        add(handles, Namespace.ANONYMOUS_ID, message.path("anonymousId"));
        for (JsonNode traits : List.of(message.path("traits"), context.path("traits"))) {
            add(handles, Namespace.EMAIL, traits.path("email"));
            add(handles, Namespace.PHONE, traits.path("phone"));
        }
        for (JsonNode external : context.path("externalIds")) {
            add(handles, Namespace.of(external.required("type").asText()), external.path("id"));
        }
        return handles;
    }

    private static void add(List<Handle> handles, Namespace namespace, JsonNode value) {
        if (!value.isMissingNode()) {
            handles.add(new Handle(namespace, value.asText()));
        }
    }

    /** Those of the handles that count. */
    static Set<Identifier> identifiers(List<Handle> handles) {
        Set<Identifier> usable = new TreeSet<>();
        handles.forEach(
                handle -> Identifier.read(handle.namespace(), handle.written()).ifPresent(usable::add));
        return usable;
    }

    /** @param source the channel's file */
    static Fact fact(String source, JsonNode message) {
        return switch (message.path("type").asText()) {
            case "page", "screen" -> DEVICES.contains(source) ? view(message.path("context")) : new Fact.Other();
            case "track" -> tracked(message.path("event").asText(), message.path("properties"));
            default -> new Fact.Other();
        };
    }

    private static Fact view(JsonNode context) {
        return new Fact.View(
                text(context.path("sessionId")), text(context.path("campaign").path("source")));
    }

    private static Fact tracked(String event, JsonNode properties) {
        return switch (event) {
            case "Order Completed" ->
                new Fact.OrderCompleted(amount(properties, "total"), text(properties.path("country")));
            case "Order Refunded" -> new Fact.OrderRefunded(amount(properties, "total"));
            case "Product Added" -> new Fact.ProductAdded();
            case "Email Link Clicked" -> new Fact.LinkClicked();
            case "NPS Answered" -> new Fact.ScoreGiven(amount(properties, "score"));
            case "Support Contact" ->
                properties.path("contact").asText().equals("telephone") ? new Fact.TelephoneCall() : new Fact.Other();
            case "Unsubscribed" -> new Fact.Unsubscribed();
            case "Experiment Viewed" -> experiment(Fact.Experiment.Step.VIEWED, properties);
            case "Campaign Visit" -> experiment(Fact.Experiment.Step.VISITED, properties);
            case "Campaign Conversion" -> experiment(Fact.Experiment.Step.CONVERTED, properties);
            default -> new Fact.Other();
        };
    }

    private static Fact experiment(Fact.Experiment.Step step, JsonNode properties) {
        BigDecimal spend = properties.has("spend") ? amount(properties, "spend") : BigDecimal.ZERO;
        return new Fact.Experiment(step, properties.required("variation").asText(), spend);
    }

    private static BigDecimal amount(JsonNode properties, String name) {
        return new BigDecimal(properties.required(name).asText());
    }

    private static Optional<String> text(JsonNode node) {
        return Stream.of(node.asText("")).filter(text -> !text.isEmpty()).findFirst();
    }
}
