package io.onefold.launcher.story;

import io.onefold.launcher.story.Table.Column;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.profile.v1.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** From what was received, source by source, to the people that it is about. */
final class Funnel {
    private Funnel() {}

    static List<String> lines(List<LedgerEntry> ledger, List<Profile> profiles, long records) {
        List<String> lines = new ArrayList<>(sources(ledger));
        lines.addAll(refusals(ledger));
        long accepted = sum(ledger, LedgerEntry::getAccepted);
        long identifiers =
                profiles.stream().mapToLong(Profile::getIdentifiersCount).sum();
        long known = profiles.stream().filter(Profile::getKnown).count();
        lines.add("");
        lines.addAll(new Table(Column.NUMBER, Column.TEXT, Column.TEXT)
                .row(accepted, "events accepted", "each filed once, for ever, whatever is sent again")
                .row(records, "records", "distinct sets of identifiers that came together on an event")
                .row(identifiers, "identifiers", "user ids, e-mail addresses, phones, devices ...")
                .row(
                        (long) profiles.size(),
                        "profiles",
                        "%s known and %s anonymous people"
                                .formatted(Text.count(known), Text.count(profiles.size() - known)))
                .lines());
        return lines;
    }

    private static List<String> sources(List<LedgerEntry> ledger) {
        Table table = new Table(
                Column.TEXT, Column.TEXT, Column.NUMBER, Column.NUMBER, Column.NUMBER, Column.NUMBER, Column.NUMBER);
        table.row("source", "channel", "received", "accepted", "duplicate", "quarantined", "rejected");
        ledger.forEach(entry -> table.row(
                entry.getSource(),
                Text.channel(entry.getChannel()),
                entry.getReceived(),
                entry.getAccepted(),
                entry.getDuplicate(),
                entry.getQuarantined(),
                entry.getRejected()));
        table.row(
                "all",
                "",
                sum(ledger, LedgerEntry::getReceived),
                sum(ledger, LedgerEntry::getAccepted),
                sum(ledger, LedgerEntry::getDuplicate),
                sum(ledger, LedgerEntry::getQuarantined),
                sum(ledger, LedgerEntry::getRejected));
        return table.lines();
    }

    /** Most frequent first. */
    private static List<String> refusals(List<LedgerEntry> ledger) {
        Map<String, Long> reasons = new TreeMap<>();
        ledger.forEach(
                entry -> entry.getReasonsMap().forEach((reason, count) -> reasons.merge(reason, count, Long::sum)));
        if (reasons.isEmpty()) {
            return List.of();
        }
        List<String> written = reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(reason -> reason.getKey() + " " + Text.count(reason.getValue()))
                .toList();
        return Wrapped.lines("  why not accepted: ", written);
    }

    private static long sum(List<LedgerEntry> ledger, ToLongFunction<LedgerEntry> column) {
        return ledger.stream().mapToLong(column).sum();
    }
}
