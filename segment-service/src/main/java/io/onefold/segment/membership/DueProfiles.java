package io.onefold.segment.membership;

import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

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
    public record Range(Set<String> workspaces, Instant by, Partitions cut, Set<Integer> partitions) {}

    /** Where to go on: after this one, in order of time and id. */
    public record Place(Instant dueAt, UUID profileId) {
        /** Before everything that can happen. */
        public static final Place BEGINNING = new Place(Instant.parse("0001-01-01T00:00:00Z"), new UUID(0, 0));
    }

    /**
     * A profile that must be looked at.
     *
     * @param dueAt since when
     * @param version the highest version of it that was evaluated
     * @param audiences those whose value may change, and when; none when it is looked at too early
     */
    public record Due(String workspace, UUID profileId, Instant dueAt, long version, Map<UUID, Instant> audiences) {
        public Place place() {
            return new Place(dueAt, profileId);
        }
    }

    public List<Due> next(Range range, Place after, int limit) {
        if (range.workspaces.isEmpty()) {
            return List.of();
        }
        return database.snapshot(tx -> standings.due(tx, range, after, limit)).stream()
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
        return new Due(row.workspace(), row.profileId(), row.due().orElse(by), version, audiences);
    }

    /** Puts one aside that cannot be looked at, so that the others do not wait for it. Its next event sets its timer anew. */
    public void setAside(Due due, String reason) {
        database.inTransaction(tx -> standings.setAside(tx, due.profileId, due.workspace, due.dueAt, reason));
    }
}
