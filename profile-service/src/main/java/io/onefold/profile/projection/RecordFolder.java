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
     * @param added what new events added, for the records that got some
     * @param whole the present state of these records and of those that were asked for
     */
    record Folded(Map<UUID, ProfileState> added, Map<UUID, ProfileState> whole) {
        ProfileState wholeOf(UUID recordId) {
            return whole.getOrDefault(recordId, ProfileState.EMPTY);
        }
    }

    /** @param asked records whose present state is wanted, with or without new events */
    Folded fold(Transaction tx, List<FiledEvent> events, Collection<UUID> asked) {
        Map<UUID, ProfileState> added = added(events, timelines.append(tx, events));
        Set<UUID> concerned = new HashSet<>(asked);
        concerned.addAll(added.keySet());
        Map<UUID, ProfileState> whole = new HashMap<>(states.read(tx, concerned));
        Map<UUID, ProfileState> changed = new HashMap<>();
        added.forEach((record, addition) ->
                changed.put(record, ProfileState.merge(whole.getOrDefault(record, ProfileState.EMPTY), addition)));
        if (!changed.isEmpty()) {
            Transaction.await(states.write(tx, changed));
        }
        whole.putAll(changed);
        return new Folded(added, whole);
    }

    private static Map<UUID, ProfileState> added(List<FiledEvent> events, Set<UUID> fresh) {
        Set<UUID> left = new HashSet<>(fresh);
        Map<UUID, List<ProfileState>> byRecord = new HashMap<>();
        for (FiledEvent event : events) {
            if (left.remove(event.id())) {
                byRecord.computeIfAbsent(event.recordId(), record -> new ArrayList<>())
                        .add(ProfileState.of(event.facts()));
            }
        }
        Map<UUID, ProfileState> added = new HashMap<>();
        byRecord.forEach((record, parts) -> added.put(record, ProfileState.mergeAll(parts)));
        return added;
    }
}
