package io.onefold.launcher.story;

import io.onefold.launcher.client.Times;
import io.onefold.proto.identity.v1.Evidence;
import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.identity.v1.IdentityRecord;
import io.onefold.proto.type.v1.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The evidence that made records one person, told in the order in which it was seen: which identifiers came together, from which sources,
 * on which day, and what each of these records has in common with those before it.
 */
final class JoinedBy {
    private static final int MOST = 8;
    /** As wide as a day and the gap behind it. */
    private static final String INDENT = " ".repeat("2026-01-31  ".length());

    private final Set<String> held = new HashSet<>();
    /** Which part of the person an identifier belonged to so far. */
    private final Map<String, Integer> partOf = new HashMap<>();

    private int parts;

    private JoinedBy(GetIdentityResponse identity) {
        identity.getIdentifiersList().stream().filter(one -> !one.getInvalid()).forEach(one -> held.add(key(one)));
    }

    static List<String> lines(GetIdentityResponse identity) {
        return new JoinedBy(identity).tell(identity.getRecordsList());
    }

    /** When a source that may create people saw this one first. */
    static Instant firstSeen(GetIdentityResponse identity) {
        return identity.getRecordsList().stream()
                .filter(record -> !onlyEnriches(record))
                .map(JoinedBy::firstSeen)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private List<String> tell(List<IdentityRecord> records) {
        Set<String> sources = records.stream()
                .flatMap(record -> record.getEvidenceList().stream())
                .map(Evidence::getSource)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> lines = new ArrayList<>();
        lines.add("  the evidence that joined %s of %s into one person:"
                .formatted(
                        Text.count(records.size(), "record", "records"),
                        Text.count(sources.size(), "source", "sources")));
        int shown = 0;
        for (IdentityRecord record : inOrder(records)) {
            boolean news = record.getIdentifiersList().stream().anyMatch(this::isNew);
            String joined = join(record);
            if ((news || joined.contains("unites")) && shown < MOST) {
                lines.addAll(written(record, joined));
                shown++;
            }
        }
        if (shown < records.size()) {
            lines.add("    and %s whose identifiers were known by then"
                    .formatted(Text.count(records.size() - shown, "more record", "more records")));
        }
        return lines;
    }

    /** As they were first seen; those that only enrich, and unite nobody, after the others. */
    private static List<IdentityRecord> inOrder(List<IdentityRecord> records) {
        return records.stream()
                .sorted(Comparator.comparing(JoinedBy::onlyEnriches)
                        .thenComparing(JoinedBy::firstSeen)
                        .thenComparing(IdentityRecord::getRecordId))
                .toList();
    }

    private static boolean onlyEnriches(IdentityRecord record) {
        return record.getEvidenceList().stream().allMatch(Evidence::getEnriching);
    }

    private static Instant firstSeen(IdentityRecord record) {
        return record.getEvidenceList().stream()
                .filter(evidence -> !evidence.getEnriching() || onlyEnriches(record))
                .map(evidence -> Times.instant(evidence.getFirstTime()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private boolean isNew(Identifier identifier) {
        return held.contains(key(identifier)) && !partOf.containsKey(key(identifier));
    }

    /** What it has in common with those before it; from now on it belongs to them. */
    private String join(IdentityRecord record) {
        List<Identifier> links = record.getIdentifiersList().stream()
                .filter(one -> held.contains(key(one)))
                .toList();
        List<Identifier> known =
                links.stream().filter(one -> partOf.containsKey(key(one))).toList();
        Set<Integer> before =
                known.stream().map(one -> partOf.getOrDefault(key(one), 0)).collect(Collectors.toSet());
        if (onlyEnriches(record)) {
            return "adds to what is known, by " + written(known);
        }
        int part = before.stream().min(Comparator.naturalOrder()).orElseGet(() -> parts++);
        partOf.replaceAll((identifier, old) -> before.contains(old) ? part : old);
        links.forEach(one -> partOf.put(key(one), part));
        if (before.isEmpty()) {
            return part == 0 ? "first seen" : "not yet known to be the same person";
        }
        return before.size() == 1
                ? "joined by " + written(known)
                : "unites " + before.size() + " parts that were apart: " + written(known);
    }

    private static List<String> written(IdentityRecord record, String joined) {
        Set<String> sources = record.getEvidenceList().stream()
                .map(Evidence::getSource)
                .collect(Collectors.toCollection(TreeSet::new));
        String day = record.getEvidenceCount() == 0
                ? "at some time"
                : firstSeen(record).toString().substring(0, INDENT.length() - 2);
        long days = record.getEvidenceList().stream()
                .map(evidence -> Text.day(evidence.getFirstTime()))
                .distinct()
                .count();
        List<String> lines = new ArrayList<>();
        lines.add(Text.clip(
                "    %s  %s%s".formatted(day, String.join(", ", sources), days > 1 ? " on " + days + " days" : ""),
                Text.WIDTH));
        lines.addAll(Wrapped.lines(
                "    " + INDENT,
                record.getIdentifiersList().stream().map(Text::identifier).toList()));
        lines.addAll(Wrapped.lines("    " + INDENT + "-> ", List.of(joined.split(", "))));
        return lines;
    }

    private static String written(List<Identifier> identifiers) {
        return identifiers.stream().map(Text::identifier).collect(Collectors.joining(", "));
    }

    private static String key(Identifier identifier) {
        return identifier.getNamespace() + ":" + identifier.getValue();
    }
}
