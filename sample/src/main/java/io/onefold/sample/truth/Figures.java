package io.onefold.sample.truth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/** The figures of {@code expected.json}. */
final class Figures {
    private Figures() {}

    static ObjectNode of(
            Instant asOf,
            Input input,
            Partition partition,
            List<Profile> profiles,
            SortedMap<String, SortedSet<String>> members,
            SortedMap<String, SortedSet<String>> membersAfterErasures) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        figures.put("asOf", asOf.toString());
        figures.put("events", input.rows().filter(Row::isLine).count());
        figures.put("duplicatesDropped", input.duplicates());
        people(figures, input, profiles);
        contested(figures.putArray("ambiguousValues"), partition);
        figures.put("profilesWith2PlusEmails", withSeveral(profiles, Namespace.EMAIL));
        figures.put("profilesWith2PlusAnonymousIds", withSeveral(profiles, Namespace.ANONYMOUS_ID));
        money(figures, input, profiles);
        sizes(figures.putObject("audiences"), members);
        sizes(figures.putObject("audiencesAfterDeletes"), membersAfterErasures);
        figures.put("deletedProfiles", input.erased().size());
        experiment(figures.putObject("experiment"), profiles);
        attribution(figures, new Attribution(profiles));
        figures.putObject("rejected").put("bad.jsonl", input.refused());
        return figures;
    }

    private static void people(ObjectNode figures, Input input, List<Profile> profiles) {
        long known = profiles.stream().filter(Profile::isKnown).count();
        figures.put("profiles", profiles.size());
        figures.put("known", known);
        figures.put("anonymous", profiles.size() - known);
        figures.put("crmRows", input.crmRows());
        figures.put(
                "distinctIdentifiers",
                profiles.stream()
                        .mapToLong(profile -> profile.identifiers().size())
                        .sum());
    }

    private static void contested(ArrayNode values, Partition partition) {
        partition
                .contested()
                .forEach(identifier ->
                        values.addArray().add(identifier.namespace().word()).add(identifier.value()));
    }

    private static long withSeveral(List<Profile> profiles, Namespace namespace) {
        return profiles.stream()
                .filter(profile -> profile.values(namespace).size() > 1)
                .count();
    }

    private static void money(ObjectNode figures, Input input, List<Profile> profiles) {
        BigDecimal net = sum(profiles, Profile::net);
        figures.put(
                "orders",
                profiles.stream()
                        .mapToLong(profile ->
                                profile.all(Fact.OrderCompleted.class).size())
                        .sum());
        figures.put("gross", sum(profiles, Profile::gross).toPlainString());
        figures.put("refunds", sum(profiles, Profile::refunds).toPlainString());
        figures.put("netLtv", net.toPlainString());
        figures.put("paymentsNet", input.payments().toPlainString());
        figures.put("paymentsReconcile", input.payments().compareTo(net) == 0);
    }

    private static BigDecimal sum(List<Profile> profiles, Function<Profile, BigDecimal> amount) {
        return profiles.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void sizes(ObjectNode sizes, SortedMap<String, SortedSet<String>> members) {
        members.forEach((audience, pids) -> sizes.put(audience, pids.size()));
    }

    private static void experiment(ObjectNode variations, List<Profile> profiles) {
        Map<String, Outcome> outcomes = new TreeMap<>();
        profiles.stream()
                .flatMap(profile -> profile.all(Fact.Experiment.class).stream())
                .forEach(at -> outcomes.merge(at.fact().variation(), Outcome.of(at.fact()), Outcome::plus));
        outcomes.forEach((variation, outcome) -> variations
                .putObject(variation)
                .put("n", outcome.viewed())
                .put("visits", outcome.visited())
                .put("conversions", outcome.converted())
                .put("spend", outcome.spend().toPlainString()));
    }

    private record Outcome(int viewed, int visited, int converted, BigDecimal spend) {

        static Outcome of(Fact.Experiment step) {
            return switch (step.step()) {
                case VIEWED -> new Outcome(1, 0, 0, step.spend());
                case VISITED -> new Outcome(0, 1, 0, step.spend());
                case CONVERTED -> new Outcome(0, 0, 1, step.spend());
            };
        }

        Outcome plus(Outcome other) {
            return new Outcome(
                    viewed + other.viewed,
                    visited + other.visited,
                    converted + other.converted,
                    spend.add(other.spend));
        }
    }

    private static void attribution(ObjectNode figures, Attribution attribution) {
        ObjectNode revenue = figures.putObject("attributionRevenue30d");
        attribution.first().forEach(revenue.putObject("first")::put);
        attribution.last().forEach(revenue.putObject("last")::put);
        attribution.linear().forEach(revenue.putObject("linear")::put);
        figures.put("ordersWithTouch", attribution.ordersWithTouch());
    }
}
