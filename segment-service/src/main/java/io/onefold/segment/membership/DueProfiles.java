package io.onefold.segment.membership;

import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.profiles.ErasureStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;

/** Profiles of which membership changes by time alone. */
@ApplicationScoped
public class DueProfiles {
    private final Database database;
    private final StandingStore standings;
    private final TimerPoisonStore poison;
    private final ErasureStore erasures;

    DueProfiles(Database database, StandingStore standings, TimerPoisonStore poison, ErasureStore erasures) {
        this.database = database;
        this.standings = standings;
        this.poison = poison;
        this.erasures = erasures;
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

        /** Without some of the audiences; nothing when it is due for no other. */
        public Optional<Due> without(Set<UUID> some) {
            if (Collections.disjoint(audiences.keySet(), some)) {
                return Optional.of(this);
            }
            Map<UUID, Instant> others = new HashMap<>(audiences);
            others.keySet().removeAll(some);
            return others.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Due(workspace, profileId, dueAt, version, others));
        }
    }

    /**
     * That one could not be looked at.
     *
     * @param attempts how often by now
     */
    public record Failure(String reason, int attempts, Instant at, Instant retryAt) {}

    /** One that was set aside, as it is due now. */
    public record Aside(Due due, int attempts) {}

    public List<Due> next(Range range, Place after, int limit) {
        if (range.workspaces.isEmpty()) {
            return List.of();
        }
        return database.snapshot(tx -> standings.due(tx, range, after, limit)).stream()
                .map(row -> due(row, range.by))
                .toList();
    }

    static Due due(StandingStore.Stored row, Instant by) {
        return due(row.workspace(), row.profileId(), row.due().orElse(by), row.standings(), by);
    }

    private static Due due(String workspace, UUID profileId, Instant dueAt, Standings standings, Instant by) {
        Map<UUID, Instant> audiences = new HashMap<>();
        long version = 0;
        for (Standing standing : standings.byAudience().values()) {
            version = Math.max(version, standing.profileVersion());
            standing.due().filter(at -> !at.isAfter(by)).ifPresent(at -> audiences.put(standing.audienceId(), at));
        }
        return new Due(workspace, profileId, dueAt, version, audiences);
    }

    /** Puts one aside that cannot be looked at, so that the others do not wait for it. */
    public void setAside(Due due, Failure failure) {
        database.inTransaction(tx -> {
            if (erasures.mayNote(tx, due.workspace, due.profileId)) {
                standings.clearDue(tx, due.profileId, due.dueAt);
                poison.put(tx, due, failure);
            }
        });
    }

    /**
     * Some that were set aside and are to be looked at again.
     *
     * @param now in real time
     * @param by where the clock of a workspace stands for a profile
     */
    public List<Aside> aside(Instant now, BiFunction<String, UUID, Instant> by, int limit) {
        return database.snapshot(tx -> poison.toRetry(tx, now, limit)).stream()
                .map(one -> new Aside(
                        due(
                                one.workspace(),
                                one.profileId(),
                                one.dueAt(),
                                one.standings(),
                                by.apply(one.workspace(), one.profileId())),
                        one.attempts()))
                .toList();
    }

    /** It was looked at: when it is due next is set. */
    public void takeBack(Aside aside) {
        database.inTransaction(tx -> poison.remove(tx, aside.due, aside.attempts));
    }

    /**
     * Nothing is due of it where the clock stands. Either its timer was set anew meanwhile, and a tick will find it; or the tick by which it
     * was due is not committed yet, and it stays aside until the clock has come there: that tick does not find it a second time.
     */
    public void waitForClock(Aside aside, Instant retryAt) {
        database.inTransaction(tx -> {
            if (isFoundByNoTick(tx, aside.due.profileId)) {
                poison.postpone(tx, aside.due, aside.attempts, retryAt);
            } else {
                poison.remove(tx, aside.due, aside.attempts);
            }
        });
    }

    /** Whether something will be due of it and its row does not say so. Under the row's lock, which whoever sets it aside takes as well. */
    private boolean isFoundByNoTick(Transaction tx, UUID profileId) {
        SortedSet<UUID> ids = new TreeSet<>(ProfileOrder.INSTANCE);
        ids.add(profileId);
        return standings.lock(tx, ids).values().stream()
                .anyMatch(row -> row.due().isEmpty() && row.standings().due().isPresent());
    }
}
