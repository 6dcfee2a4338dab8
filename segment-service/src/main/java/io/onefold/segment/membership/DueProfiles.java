package io.onefold.segment.membership;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/** Profiles of which membership changes by time alone. */
@ApplicationScoped
public class DueProfiles {
    private final Database database;
    private final StandingStore standings;

    DueProfiles(Database database, StandingStore standings) {
        this.database = database;
        this.standings = standings;
    }

    /** Where to look, and by when. */
    public record Range(String workspace, Instant by, short firstBucket, short lastBucket) {}

    /**
     * A profile that must be looked at.
     *
     * @param version the highest version of it that was evaluated
     * @param audiences those whose value may change, and when; none when it is looked at too early
     */
    public record Due(UUID profileId, long version, Map<UUID, Instant> audiences) {}

    public List<Due> next(Range range, int limit) {
        return database
                .snapshot(
                        tx -> standings.due(tx, range.workspace, range.by, range.firstBucket, range.lastBucket, limit))
                .stream()
                .map(row -> due(row, range.by))
                .toList();
    }

    private static Due due(StandingStore.Stored row, Instant by) {
        Map<UUID, Instant> audiences = new HashMap<>();
        long version = 0;
        for (Standing standing : row.standings().byAudience().values()) {
            version = Math.max(version, standing.profileVersion());
            standing.due().filter(at -> !at.isAfter(by)).ifPresent(at -> audiences.put(standing.audienceId(), at));
        }
        return new Due(row.profileId(), version, audiences);
    }

    /** Sets when the profiles must be looked at next, and lets go what belongs to audiences that are no more. */
    public void looked(Transaction tx, Collection<UUID> profileIds, Predicate<UUID> isAudience) {
        SortedSet<UUID> ids = new TreeSet<>(ProfileOrder.INSTANCE);
        ids.addAll(profileIds);
        List<StandingStore.Stored> rows = standings.lock(tx, ids).values().stream()
                .map(row -> {
                    Map<UUID, Standing> now = new HashMap<>(row.standings().byAudience());
                    now.keySet().removeIf(isAudience.negate());
                    Standings left = new Standings(row.standings().evaluatedAt(), now);
                    return new StandingStore.Stored(row.profileId(), row.workspace(), left.due(), left);
                })
                .toList();
        standings.write(tx, rows);
    }
}
