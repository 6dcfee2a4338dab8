package io.onefold.profile.scan;

import io.onefold.domain.Identifier;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.projection.ProfileStore;
import io.onefold.profile.state.Stamp;
import io.onefold.profile.timeline.SelectionStore;
import io.onefold.profile.timeline.SelectionStore.Selected;
import io.onefold.profile.timeline.Selector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Reads exact facts about profiles from the timelines of their records. */
@ApplicationScoped
public class FactReader {
    private static final long ANSWER_BYTES = 8 << 20;

    private final Database database;
    private final ProfileStore profiles;
    private final MemberStore members;
    private final SelectionStore events;

    FactReader(Database database, ProfileStore profiles, MemberStore members, SelectionStore events) {
        this.database = database;
        this.profiles = profiles;
        this.members = members;
        this.events = events;
    }

    /** The facts of profiles with their versions, all of one snapshot: one answer per id, in order, of as many of the first as fit. */
    public List<Facts> read(List<UUID> profileIds, List<Selector> selectors) {
        return database.snapshot(tx -> read(tx, profileIds, profiles.read(tx, profileIds), selectors, ANSWER_BYTES));
    }

    /**
     * The facts of profiles in the caller's snapshot, in order, until they are so many bytes, and of the first one at least.
     *
     * @param rows those of the profiles that are known
     */
    List<Facts> read(
            Transaction tx, List<UUID> profileIds, Map<UUID, ProfileRow> rows, List<Selector> selectors, long bytes) {
        Reading reading = new Reading(tx, rows, Selector.fewest(selectors));
        List<Facts> answer = new ArrayList<>();
        long left = bytes;
        for (int i = 0; i < profileIds.size(); i++) {
            Facts facts = reading.of(profileIds.subList(i, profileIds.size()));
            left -= facts.bytes();
            if (left < 0 && i > 0) {
                break;
            }
            answer.add(facts);
        }
        return answer;
    }

    /**
     * Reads ahead: one statement for as many of the next profiles as have no more than a page of events together. How large these are is
     * only known when they are read: so what does not fit is read again with fewer profiles, and what fits is followed by more.
     */
    private final class Reading {
        private final Transaction tx;
        private final Map<UUID, ProfileRow> rows;
        private final List<Selector> selectors;
        private final Map<UUID, List<UUID>> records;
        private final Map<UUID, List<Identifier>> identifiers;
        private final Map<UUID, Facts> read = new HashMap<>();
        private final AtOnce atOnce = new AtOnce();

        Reading(Transaction tx, Map<UUID, ProfileRow> rows, List<Selector> selectors) {
            this.tx = tx;
            this.rows = rows;
            this.selectors = selectors;
            List<UUID> existing = rows.values().stream()
                    .filter(ProfileRow::exists)
                    .map(ProfileRow::id)
                    .toList();
            this.records = selectors.isEmpty() ? Map.of() : members.records(tx, existing);
            this.identifiers = members.identifiers(tx, existing);
        }

        /** The facts of the first of the profiles that are still to be read. */
        Facts of(List<UUID> next) {
            UUID id = next.get(0);
            if (!read.containsKey(id)) {
                readSome(next);
            }
            return Objects.requireNonNull(read.get(id), "the first one is always read");
        }

        private void readSome(List<UUID> next) {
            Map<UUID, ProfileRow> some = some(next);
            Optional<Map<UUID, SelectedEvents>> selected = select(some.keySet());
            while (selected.isEmpty()) {
                atOnce.tooMany(some.size());
                some = some(next);
                selected = select(some.keySet());
            }
            atOnce.fitted(some.size());
            for (ProfileRow row : some.values()) {
                List<Identifier> held = identifiers.getOrDefault(row.id(), List.of());
                read.put(row.id(), Facts.of(row, held, selected.get().getOrDefault(row.id(), new SelectedEvents())));
            }
        }

        private Map<UUID, ProfileRow> some(List<UUID> next) {
            Map<UUID, ProfileRow> some = new HashMap<>();
            long expected = 0;
            for (UUID id : next) {
                ProfileRow row = rows.get(id);
                if (row == null || !row.exists()) {
                    read.put(id, row == null ? Facts.unknown(id) : Facts.none(row));
                } else if (!read.containsKey(id) && some.put(id, row) == null) {
                    expected += row.state().eventCount();
                    if (some.size() > 1 && (!SelectionStore.fit(expected) || some.size() > atOnce.most())) {
                        some.remove(id);
                        break;
                    }
                }
            }
            return some;
        }

        /** The events of one profile, or of several whose events are no more than a page; else empty. */
        private Optional<Map<UUID, SelectedEvents>> select(Collection<UUID> profileIds) {
            Map<UUID, UUID> owners = new HashMap<>();
            profileIds.forEach(id -> records.getOrDefault(id, List.of()).forEach(record -> owners.put(record, id)));
            Map<UUID, SelectedEvents> selected = new HashMap<>();
            Stamp after = SelectionStore.BEGINNING;
            boolean more = !owners.isEmpty();
            while (more) {
                SelectionStore.Page page = events.page(tx, owners.keySet(), selectors, after, SelectionStore.END);
                if (page.more() && profileIds.size() > 1) {
                    return Optional.empty();
                }
                for (Selected event : page.events()) {
                    UUID owner = Objects.requireNonNull(owners.get(event.recordId()), "only these were asked for");
                    selected.computeIfAbsent(owner, id -> new SelectedEvents()).add(event.payload());
                    after = event.stamp();
                }
                more = page.more() && !selected.values().stream().allMatch(SelectedEvents::overflow);
            }
            return Optional.of(selected);
        }
    }
}
