package io.onefold.launcher.story;

import io.onefold.launcher.story.Table.Column;
import io.onefold.proto.profile.v1.Behaviour;
import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.Trait;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One person as all channels together know him: who it is, what was said, bought and agreed to, and the last event of each channel. */
final class View {
    private static final int MOST_TRAITS = 12;
    private static final int MOST_OF_A_NAMESPACE = 5;
    private static final int MOST_PROPERTIES = 4;

    private View() {}

    /** @param newest the newest event of each channel */
    static List<String> lines(Profile profile, Map<Channel, Event> newest) {
        List<String> lines = new ArrayList<>();
        lines.add("  known from %s: %s from %s to %s, %s"
                .formatted(
                        Text.count(newest.size(), "channel", "channels"),
                        Text.count(profile.getEventCount(), "event", "events"),
                        Text.day(profile.getFirstEventTime()),
                        Text.day(profile.getLastEventTime()),
                        Text.count(profile.getSessionCount(), "session", "sessions")));
        identifiers(profile)
                .forEach((namespace, values) -> lines.addAll(Wrapped.lines("    %-14s".formatted(namespace), values)));
        section(lines, "traits, each with the source that said it last", traits(profile));
        section(lines, "consents", consents(profile));
        section(lines, "totals", totals(profile));
        section(lines, "the last event of each channel", events(profile, newest));
        return lines;
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (!content.isEmpty()) {
            lines.add("  " + title + ":");
            content.forEach(line -> lines.add(Text.clip("  " + line, Text.WIDTH)));
        }
    }

    private static Map<String, List<String>> identifiers(Profile profile) {
        Map<String, List<Identifier>> all = profile.getIdentifiersList().stream()
                .collect(Collectors.groupingBy(Identifier::getNamespace, TreeMap::new, Collectors.toList()));
        Map<String, List<String>> written = new TreeMap<>();
        all.forEach((namespace, some) -> {
            List<String> values = new ArrayList<>(
                    some.stream().limit(MOST_OF_A_NAMESPACE).map(Text::value).toList());
            if (some.size() > MOST_OF_A_NAMESPACE) {
                values.add("and " + (some.size() - MOST_OF_A_NAMESPACE) + " more");
            }
            written.put(namespace, values);
        });
        return written;
    }

    private static List<String> traits(Profile profile) {
        Table table = new Table(Column.TEXT, Column.TEXT, Column.TEXT);
        for (Trait trait : profile.getTraitsList().stream().limit(MOST_TRAITS).toList()) {
            table.row(
                    trait.getName(),
                    Text.clip(Text.plain(Text.json(trait.getValue())), 40),
                    trait.getSource() + ", " + Text.day(trait.getEventTime()));
        }
        profile.getThirdPartyList()
                .forEach(row -> table.row(
                        "third party",
                        Text.clip(properties(row.getAttributes()), 40),
                        row.getProvider() + (row.hasExpireTime() ? ", until " + Text.day(row.getExpireTime()) : "")));
        return table.lines();
    }

    private static List<String> consents(Profile profile) {
        Table table = new Table(Column.TEXT, Column.TEXT, Column.TEXT);
        for (Consent consent : profile.getConsentsList()) {
            table.row(
                    consent.getPurpose() + " by " + consent.getChannel(),
                    consent.getGranted() ? "granted" : "denied",
                    consent.getSource() + ", " + Text.day(consent.getEventTime()));
        }
        return table.lines();
    }

    private static List<String> totals(Profile profile) {
        Table table = new Table(Column.TEXT, Column.NUMBER, Column.TEXT);
        for (Behaviour behaviour : profile.getBehavioursList()) {
            if (behaviour.getSumsCount() > 0) {
                String sums = behaviour.getSumsList().stream()
                        .map(sum -> sum.getProperty() + " " + Text.amount(sum.getSum()))
                        .collect(Collectors.joining(", "));
                table.row(name(behaviour.getName(), behaviour.getType().name()), behaviour.getCount() + " x", sums);
            }
        }
        if (profile.hasLatestSurveyScore()) {
            table.row(
                    "last survey score",
                    profile.getLatestSurveyScore().getScore(),
                    Text.day(profile.getLatestSurveyScore().getEventTime()));
        }
        return table.lines();
    }

    private static List<String> events(Profile profile, Map<Channel, Event> newest) {
        Map<Channel, Long> counts = profile.getBehavioursList().stream()
                .collect(Collectors.groupingBy(Behaviour::getChannel, Collectors.summingLong(Behaviour::getCount)));
        Table table = new Table(Column.TEXT, Column.NUMBER, Column.TEXT, Column.TEXT);
        newest.values().stream()
                .sorted(Comparator.comparing((Event event) -> Text.day(event.getEventTime()))
                        .reversed()
                        .thenComparing(Event::getChannel))
                .forEach(event -> table.row(
                        Text.channel(event.getChannel()),
                        Text.count(counts.getOrDefault(event.getChannel(), 0L), "event", "events"),
                        Text.day(event.getEventTime()),
                        name(event.getName(), event.getType().name()) + "  " + properties(content(event))));
        return table.lines();
    }

    private static String content(Event event) {
        return event.getProperties().equals("{}") ? event.getTraits() : event.getProperties();
    }

    private static String name(String name, String type) {
        String kind = type.replace("EVENT_TYPE_", "").toLowerCase(Locale.ROOT);
        return name.isEmpty() ? kind : kind.equals("track") ? name : kind + " " + name;
    }

    /** Some of them: those that are one word or number. */
    private static String properties(String json) {
        return Text.json(json).properties().stream()
                .filter(property -> property.getValue().isValueNode()
                        && !property.getValue().isNull())
                .limit(MOST_PROPERTIES)
                .map(property -> property.getKey() + " " + Text.plain(property.getValue()))
                .collect(Collectors.joining(", "));
    }
}
