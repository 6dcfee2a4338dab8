package io.onefold.profile.projection;

import io.onefold.kit.sql.Transaction;
import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.timeline.TimelineStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Files events under their records and folds those that are new into the records' states. */
@ApplicationScoped
class RecordFolder {
    private final TimelineStore timelines;
    private final RecordStateStore states;

    RecordFolder(TimelineStore timelines, RecordStateStore states) {
        this.timelines = timelines;
        this.states = states;
    }

    /**
     * What became of the records.
     *
     * @param fresh the events that are new, for the records that got some
     * @param added what they added
     * @param whole the present state of these records and of those that were asked for
     */
    record Folded(Map<UUID, List<FiledEvent>> fresh, Map<UUID, ProfileState> added, Map<UUID, ProfileState> whole) {
        List<FiledEvent> freshOf(UUID recordId) {
            return fresh.getOrDefault(recordId, List.of());
        }

        ProfileState wholeOf(UUID recordId) {
            return whole.getOrDefault(recordId, ProfileState.EMPTY);
        }
    }

    /** Deletes all that is filed under some records. */
    void forget(Transaction tx, Collection<UUID> records) {
        if (!records.isEmpty()) {
            timelines.delete(tx, records);
            states.delete(tx, records);
        }
    }

    /** @param asked records whose present state is wanted, with or without new events */
    Folded fold(Transaction tx, List<FiledEvent> events, Collection<UUID> asked) {
        Map<UUID, List<FiledEvent>> fresh = fresh(events, timelines.append(tx, events));
        Map<UUID, ProfileState> added = added(fresh);
        Set<UUID> concerned = new HashSet<>(asked);
        concerned.addAll(added.keySet());
        Map<UUID, ProfileState> whole = new HashMap<>(states.read(tx, concerned));
        Map<UUID, ProfileState> changed = new HashMap<>();
        added.forEach((record, addition) ->
                changed.put(record, ProfileState.merge(whole.getOrDefault(record, ProfileState.EMPTY), addition)));
        if (!changed.isEmpty()) {
            states.write(tx, changed);
        }
        whole.putAll(changed);
        return new Folded(fresh, added, whole);
    }

    private static Map<UUID, List<FiledEvent>> fresh(List<FiledEvent> events, Set<UUID> appended) {
        Set<UUID> left = new HashSet<>(appended);
        Map<UUID, List<FiledEvent>> fresh = new HashMap<>();
        for (FiledEvent event : events) {
            if (left.remove(event.id())) {
                fresh.computeIfAbsent(event.recordId(), record -> new ArrayList<>())
                        .add(event);
            }
        }
        return fresh;
    }

    private static Map<UUID, ProfileState> added(Map<UUID, List<FiledEvent>> fresh) {
        Map<UUID, ProfileState> added = new HashMap<>();
        fresh.forEach((record, events) -> added.put(
                record, ProfileState.fold(events.stream().map(FiledEvent::facts).toList())));
        return added;
    }
}
