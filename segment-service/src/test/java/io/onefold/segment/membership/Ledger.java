package io.onefold.segment.membership;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.kit.feed.NewItem;
import io.onefold.proto.segment.v1.MembershipChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table of standings and the feed in memory: each write is the writer's own move, and each row goes through its bytes. */
public final class Ledger {
    private final Map<UUID, StandingStore.Stored> rows = new HashMap<>();
    private final List<MembershipChange> told = new ArrayList<>();

    /** Gives the profiles of which somebody has evaluated a later version. */
    public Set<UUID> write(List<Evaluated> evaluated, Collection<UUID> looked) {
        Tried tried = new Tried(evaluated);
        MembershipWriter.Written written = new MembershipWriter.Written(tried, new Looked(looked, any -> true));
        Map<UUID, List<Evaluated>> byProfile = evaluated.stream()
                .collect(Collectors.groupingBy(Evaluated::profileId, TreeMap::new, Collectors.toList()));
        looked.forEach(id -> byProfile.putIfAbsent(id, List.of()));
        byProfile.forEach((id, some) -> {
            if (some.stream().anyMatch(one -> MembershipWriter.needsRow(one, tried))) {
                rows.putIfAbsent(
                        id,
                        new StandingStore.Stored(id, some.get(0).workspace(), Optional.empty(), Standings.NONE, false));
            }
            rows.computeIfPresent(id, (same, row) -> kept(MembershipWriter.move(row, some, any -> true, written)));
        });
        written.items.forEach(item -> told.add(change(item)));
        return written.overtaken.keySet();
    }

    private static StandingStore.Stored kept(StandingStore.Stored row) {
        return row.with(row.due(), StandingsCodec.read(StandingsCodec.write(row.standings())));
    }

    private static MembershipChange change(NewItem item) {
        try {
            return MembershipChange.parseFrom(item.payload());
        } catch (InvalidProtocolBufferException damaged) {
            throw new AssertionError(damaged);
        }
    }

    /** The profile, if it must be looked at by an instant. */
    public Optional<DueProfiles.Due> due(UUID profileId, Instant by) {
        return Optional.ofNullable(rows.get(profileId))
                .filter(row -> row.due().filter(at -> !at.isAfter(by)).isPresent())
                .map(row -> DueProfiles.due(row, by));
    }

    /** When the profile was looked at last. */
    public Optional<Instant> evaluatedAt(UUID profileId) {
        return Optional.ofNullable(rows.get(profileId))
                .flatMap(row -> row.standings().evaluatedAt());
    }

    /** Everything that was published, in order. */
    public List<MembershipChange> told() {
        return told;
    }
}
