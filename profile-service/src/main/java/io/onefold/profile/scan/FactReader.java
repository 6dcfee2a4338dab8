package io.onefold.profile.scan;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.event.StoredEventCodec;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.projection.ProfileStore;
import io.onefold.profile.state.Stamp;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads exact facts about profiles from the timelines of their records. */
@ApplicationScoped
public class FactReader {
    private static final Comparator<FactStore.Found> IN_ORDER =
            Comparator.comparing(found -> new Stamp(found.time(), found.eventId()));

    private final Database database;
    private final ProfileStore profiles;
    private final MemberStore members;
    private final FactStore facts;

    FactReader(Database database, ProfileStore profiles, MemberStore members, FactStore facts) {
        this.database = database;
        this.profiles = profiles;
        this.members = members;
        this.facts = facts;
    }

    /** The facts of profiles with their versions, all of one snapshot; one answer per id, in order. */
    public List<Facts> read(List<UUID> profileIds, List<Selector> selectors) {
        return database.snapshot(tx -> {
            Map<UUID, ProfileRow> rows = profiles.read(tx, profileIds);
            Map<UUID, Facts> existing =
                    read(tx, rows.values().stream().filter(ProfileRow::exists).toList(), selectors);
            return profileIds.stream()
                    .map(id -> existing.getOrDefault(id, none(id, rows.get(id))))
                    .toList();
        });
    }

    private static Facts none(UUID profileId, @Nullable ProfileRow row) {
        return row == null ? Facts.none(profileId, "", 0) : Facts.none(profileId, row.workspace(), row.version());
    }

    /** The facts of profiles that exist, by id, in the caller's snapshot. */
    Map<UUID, Facts> read(Transaction tx, List<ProfileRow> rows, List<Selector> selectors) {
        Map<UUID, List<UUID>> records = selectors.isEmpty()
                ? Map.of()
                : members.records(tx, rows.stream().map(ProfileRow::id).toList());
        List<FactStore.Kind> kinds = kinds(selectors);
        Map<UUID, Map<Integer, List<FactStore.Found>>> found = group(
                facts.select(tx, records.values().stream().flatMap(List::stream).toList(), kinds, Facts.LIMIT + 1));
        Map<UUID, Facts> answers = new HashMap<>();
        for (ProfileRow row : rows) {
            List<UUID> own = records.getOrDefault(row.id(), List.of());
            answers.put(row.id(), facts(row, own, found, kinds, selectors));
        }
        return answers;
    }

    /** Each kind of event once, however many selectors ask for it. */
    private static List<FactStore.Kind> kinds(List<Selector> selectors) {
        List<FactStore.Kind> kinds = new ArrayList<>();
        for (Selector selector : selectors) {
            boolean content = selectors.stream()
                    .anyMatch(s -> s.type() == selector.type()
                            && s.name().equals(selector.name())
                            && !s.property().isEmpty());
            FactStore.Kind kind = new FactStore.Kind(selector.type(), selector.name(), content);
            if (!kinds.contains(kind)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Map<UUID, Map<Integer, List<FactStore.Found>>> group(List<FactStore.Found> found) {
        Map<UUID, Map<Integer, List<FactStore.Found>>> grouped = new HashMap<>();
        for (FactStore.Found one : found) {
            grouped.computeIfAbsent(one.recordId(), record -> new HashMap<>())
                    .computeIfAbsent(one.kind(), kind -> new ArrayList<>())
                    .add(one);
        }
        return grouped;
    }

    private static Facts facts(
            ProfileRow row,
            List<UUID> records,
            Map<UUID, Map<Integer, List<FactStore.Found>>> found,
            List<FactStore.Kind> kinds,
            List<Selector> selectors) {
        boolean overflow = false;
        List<Facts.Selected> selected = new ArrayList<>();
        for (Selector selector : selectors) {
            int kind = indexOf(kinds, selector);
            List<FactStore.Found> events = records.stream()
                    .flatMap(record -> found.getOrDefault(record, Map.of()).getOrDefault(kind, List.of()).stream())
                    .sorted(IN_ORDER)
                    .toList();
            overflow |= events.size() > Facts.LIMIT;
            selected.add(new Facts.Selected(
                    selector.key(),
                    events.stream()
                            .limit(Facts.LIMIT)
                            .map(event -> fact(event, selector.property()))
                            .toList()));
        }
        return new Facts(row.id(), row.workspace(), row.version(), true, selected, overflow);
    }

    private static int indexOf(List<FactStore.Kind> kinds, Selector selector) {
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i).type() == selector.type() && kinds.get(i).name().equals(selector.name())) {
                return i;
            }
        }
        throw new IllegalArgumentException("no kind for the selector " + selector.key());
    }

    private static Facts.Fact fact(FactStore.Found event, String property) {
        byte[] payload = event.payload();
        BigDecimal value = payload == null || property.isEmpty() ? null : StoredEventCodec.property(payload, property);
        return new Facts.Fact(event.eventId(), event.time(), value);
    }
}
