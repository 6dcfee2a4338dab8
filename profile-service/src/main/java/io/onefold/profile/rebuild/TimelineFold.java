package io.onefold.profile.rebuild;

import io.onefold.kit.sql.Transaction;
import io.onefold.profile.event.StoredEventCodec;
import io.onefold.profile.rebuild.TimelineWalkStore.Entry;
import io.onefold.profile.state.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Folds timelines from their beginning, a bounded piece at a time, whatever is kept of them. */
@ApplicationScoped
class TimelineFold {
    /** Most records have few events, and those of many records are read at once; of the others the rest follows one by one. */
    private static final int FIRST = 16;

    private static final int NEXT = 256;

    private final TimelineWalkStore timelines;

    TimelineFold(TimelineWalkStore timelines) {
        this.timelines = timelines;
    }

    /** The workspaces of some records, by their first events; one without events is absent. */
    Map<UUID, String> workspaces(Transaction tx, Collection<UUID> records) {
        Map<UUID, String> workspaces = new HashMap<>();
        timelines
                .next(tx, records, TimelineWalkStore.BEGINNING, 1)
                .forEach((record, first) -> workspaces.put(
                        record, StoredEventCodec.workspace(first.get(0).payload())));
        return workspaces;
    }

    /** The states of some records; one without events is absent. */
    Map<UUID, ProfileState> fold(Transaction tx, Collection<UUID> records) {
        Map<UUID, ProfileState> folded = new HashMap<>();
        timelines
                .next(tx, records, TimelineWalkStore.BEGINNING, FIRST)
                .forEach((record, first) -> folded.put(record, rest(tx, record, first)));
        return folded;
    }

    private ProfileState rest(Transaction tx, UUID record, List<Entry> first) {
        ProfileState state = fold(first);
        List<Entry> page = first;
        int asked = FIRST;
        while (page.size() == asked) {
            Entry last = page.get(page.size() - 1);
            asked = NEXT;
            page = timelines.next(tx, List.of(record), last.stamp(), NEXT).getOrDefault(record, List.of());
            state = ProfileState.merge(state, fold(page));
        }
        return state;
    }

    private static ProfileState fold(List<Entry> entries) {
        return ProfileState.fold(entries.stream()
                .map(entry -> StoredEventCodec.facts(entry.payload()))
                .toList());
    }
}
