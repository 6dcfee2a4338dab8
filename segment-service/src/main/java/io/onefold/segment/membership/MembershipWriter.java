package io.onefold.segment.membership;

import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.membership.UnfilledStore.Unfilled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/** Writes what evaluations make of memberships, and publishes the differences in the same transaction. */
@ApplicationScoped
public class MembershipWriter {
    private final Database database;
    private final StandingStore standings;
    private final MembershipStore members;
    private final UnfilledStore unfilled;
    private final TracesStore traces;
    private final FeedLog log;

    MembershipWriter(
            Database database,
            StandingStore standings,
            MembershipStore members,
            UnfilledStore unfilled,
            TracesStore traces,
            FeedLog log) {
        this.database = database;
        this.standings = standings;
        this.members = members;
        this.unfilled = unfilled;
        this.traces = traces;
        this.log = log;
    }

    /** Does the work of the evaluations before anything is locked. */
    public Tried attempt(List<Evaluated> evaluated) {
        SortedSet<UUID> ids = new TreeSet<>(ProfileOrder.INSTANCE);
        evaluated.forEach(one -> ids.add(one.profileId()));
        if (ids.isEmpty()) {
            return new Tried(evaluated);
        }
        Tried tried = new Tried(marked(evaluated));
        Map<UUID, StandingStore.Stored> stored = database.snapshot(tx -> standings.read(tx, ids));
        for (Evaluated one : tried.evaluated()) {
            StandingStore.Stored row = stored.get(one.profileId());
            var unused = tried.step(one, row == null ? Standings.NONE : row.standings());
        }
        return tried;
    }

    /** Those of some evaluations of which something else stands than they say, or another timer. */
    public Tried differing(Tried tried) {
        SortedSet<UUID> ids = new TreeSet<>(ProfileOrder.INSTANCE);
        tried.evaluated().forEach(one -> ids.add(one.profileId()));
        if (ids.isEmpty()) {
            return tried;
        }
        Map<UUID, StandingStore.Stored> stored = database.snapshot(tx -> standings.read(tx, ids));
        return tried.only(one -> {
            StandingStore.Stored row = stored.get(one.profileId());
            if (row != null && row.erased()) {
                return false;
            }
            Standings standing = row == null ? Standings.NONE : row.standings();
            Optional<Instant> due = standing.of(one.subject().id()).flatMap(Standing::due);
            return tried.step(one, standing)
                    .filter(step ->
                            !step.changes().isEmpty() || !step.standing().due().equals(due))
                    .isPresent();
        });
    }

    /**
     * For a profile that the filling has set aside an audience is still being filled, though it is live for everybody else: what held before
     * is not news, and what is found now must be there to refuse what somebody who tries it again has read before.
     */
    private List<Evaluated> marked(List<Evaluated> evaluated) {
        List<UUID> asked = evaluated.stream()
                .filter(one -> one.subject().incomplete())
                .map(Evaluated::profileId)
                .distinct()
                .toList();
        if (asked.isEmpty()) {
            return evaluated;
        }
        Set<Unfilled> aside = database.snapshot(tx -> unfilled.among(tx, asked));
        return evaluated.stream()
                .map(one -> aside.contains(Unfilled.of(one)) ? one.unfilled() : one)
                .toList();
    }

    /**
     * The last step of a transaction, since the feed's heads stay locked to its end. Gives the profiles that changed and of which somebody
     * else has evaluated a later version, with the version that was evaluated here: of these something was not written.
     *
     * @param tried at most one evaluation per profile and audience
     * @param isAudience whether an audience is there still; standings of others are dropped
     */
    public Map<UUID, Long> write(Transaction tx, Tried tried, Predicate<UUID> isAudience) {
        return write(tx, tried, Looked.AT_NOBODY, Map.of(), isAudience);
    }

    /** The same for profiles that were looked at because they were due. */
    public Map<UUID, Long> write(Transaction tx, Tried tried, Looked looked, Predicate<UUID> isAudience) {
        return write(tx, tried, looked, Map.of(), isAudience);
    }

    /** The same with profiles whose persons were erased: they leave, and nothing is kept of them. */
    public Map<UUID, Long> write(Transaction tx, Tried tried, Map<UUID, Erased> erased, Predicate<UUID> isAudience) {
        return write(tx, tried, Looked.AT_NOBODY, erased, isAudience);
    }

    private Map<UUID, Long> write(
            Transaction tx, Tried tried, Looked looked, Map<UUID, Erased> erased, Predicate<UUID> isAudience) {
        if (tried.evaluated().isEmpty() && looked.profiles().isEmpty() && erased.isEmpty()) {
            return Map.of();
        }
        SortedMap<UUID, List<Evaluated>> byProfile = new TreeMap<>(ProfileOrder.INSTANCE);
        looked.profiles().forEach(id -> byProfile.put(id, new ArrayList<>()));
        erased.keySet().forEach(id -> byProfile.put(id, new ArrayList<>()));
        tried.evaluated()
                .forEach(one -> byProfile
                        .computeIfAbsent(one.profileId(), id -> new ArrayList<>())
                        .add(one));
        Map<UUID, StandingStore.Stored> stored = locked(tx, byProfile, tried, erased);
        Written written = new Written(tried, looked);
        byProfile.forEach((id, some) -> {
            StandingStore.Stored row = stored.get(id);
            Erased gone = erased.get(id);
            // Whoever reads, evaluates or tries again what was before the erasure comes here in the end.
            if (row != null && !row.erased()) {
                if (gone == null) {
                    written.rows.add(move(row, some, isAudience, written));
                } else {
                    bury(gone, row.standings(), written);
                }
            }
        });
        if (!written.rows.isEmpty()) {
            standings.write(tx, written.rows);
        }
        if (!written.entered.isEmpty()) {
            members.enter(tx, written.entered);
        }
        if (!written.left.isEmpty()) {
            members.leave(tx, written.left);
        }
        if (!written.buried.isEmpty()) {
            forget(tx, written);
        }
        if (!written.items.isEmpty()) {
            log.append(tx, written.items);
        }
        return written.overtaken;
    }

    /** Everything but the empty rows of the standings, which refuse for ever what is late. */
    private void forget(Transaction tx, Written written) {
        SortedSet<UUID> ids = new TreeSet<>(ProfileOrder.INSTANCE);
        Set<UUID> audiences = new TreeSet<>();
        written.buried.forEach((id, one) -> {
            ids.add(id);
            audiences.addAll(one.audiences().keySet());
        });
        // The standings say who is a member of what. Should they not be readable, the members themselves do.
        for (MembershipStore.Stored left : members.forget(tx, ids, audiences)) {
            written.items.add(MembershipCodec.exit(Objects.requireNonNull(written.buried.get(left.profileId())), left));
        }
        standings.bury(tx, ids, Instant.now());
        traces.forget(tx, ids);
    }

    static final class Written {
        final Tried tried;
        final Looked looked;
        final Map<UUID, Long> overtaken = new HashMap<>();
        final List<StandingStore.Stored> rows = new ArrayList<>();
        final List<MembershipStore.Stored> entered = new ArrayList<>();
        final List<MembershipStore.Key> left = new ArrayList<>();
        final List<NewItem> items = new ArrayList<>();
        final Map<UUID, Erased> buried = new HashMap<>();

        Written(Tried tried, Looked looked) {
            this.tried = tried;
            this.looked = looked;
        }
    }

    /**
     * Most profiles have a row. Of the others only those get one of which something must be kept; for that they are looked at once more
     * under its lock, since somebody else may have made it in between.
     */
    private Map<UUID, StandingStore.Stored> locked(
            Transaction tx, SortedMap<UUID, List<Evaluated>> byProfile, Tried tried, Map<UUID, Erased> erased) {
        SortedSet<UUID> ids = new TreeSet<>(ProfileOrder.INSTANCE);
        ids.addAll(byProfile.keySet());
        Map<UUID, StandingStore.Stored> stored = standings.lock(tx, ids, erased::containsKey);
        SortedMap<UUID, String> fresh = new TreeMap<>(ProfileOrder.INSTANCE);
        byProfile.forEach((id, some) -> {
            if (!stored.containsKey(id) && some.stream().anyMatch(one -> needsRow(one, tried))) {
                fresh.put(id, some.get(0).workspace());
            }
        });
        erased.forEach((id, one) -> {
            if (!stored.containsKey(id)) {
                fresh.put(id, one.workspace());
            }
        });
        if (!fresh.isEmpty()) {
            // Behind rows that are locked already, and beside others of the same batch: a deadlock with somebody who
            // makes the same rows is possible, and ends by PostgreSQL's choice and another attempt.
            standings.claim(tx, fresh);
            stored.putAll(standings.lock(tx, new TreeSet<>(fresh.keySet())));
        }
        return stored;
    }

    /** What happens to a profile always leaves a trace, since its instant tells what comes late; a filling only where it finds something. */
    static boolean needsRow(Evaluated one, Tried tried) {
        return one.origin().leavesTrace()
                || tried.step(one, Standings.NONE)
                        .filter(step -> isWorthKeeping(step, one))
                        .isPresent();
    }

    /** While an audience is filled, also that a profile is no member: the row's version refuses the filling's older result. */
    private static boolean isWorthKeeping(Publication.Step step, Evaluated one) {
        Standing standing = step.standing();
        return !standing.flips().isEmpty()
                || standing.due().isPresent()
                || standing.sequence() > 0
                || one.subject().filling() && one.origin().leavesTrace();
    }

    static StandingStore.Stored move(
            StandingStore.Stored row, Collection<Evaluated> evaluated, Predicate<UUID> isAudience, Written written) {
        Map<UUID, Standing> now = new HashMap<>(row.standings().byAudience());
        now.keySet().removeIf(isAudience.negate());
        Optional<Instant> latest = row.standings().evaluatedAt();
        for (Evaluated one : evaluated) {
            Optional<Publication.Step> step = written.tried.step(one, row.standings());
            if (step.isEmpty()) {
                if (isOvertaken(one, row)) {
                    written.overtaken.merge(one.profileId(), one.version(), Math::max);
                }
                continue;
            }
            latest = Standings.later(latest, one.instant());
            Standing standing = step.get().standing();
            if (isWorthKeeping(step.get(), one)) {
                now.put(one.subject().id(), standing);
            } else {
                now.remove(one.subject().id());
            }
            tell(one, step.get(), written);
        }
        Standings standings = new Standings(latest, now);
        Optional<Instant> due = written.looked.profiles().contains(row.profileId())
                ? standings.due(written.looked.isReadable())
                : dueAt(row.due(), standings, latest);
        return row.with(due, standings);
    }

    static void bury(Erased gone, Standings standings, Written written) {
        gone.departures(standings).forEach(one -> tell(one.evaluated(), one.step(), written));
        written.buried.put(gone.profileId(), gone);
    }

    private static boolean isOvertaken(Evaluated one, StandingStore.Stored row) {
        return one.origin() instanceof Origin.Changed
                && row.standings()
                        .of(one.subject().id())
                        .filter(standing -> standing.profileVersion() > one.version())
                        .isPresent();
    }

    private static void tell(Evaluated one, Publication.Step step, Written written) {
        if (step.changes().isEmpty()) {
            return;
        }
        Standing standing = step.standing();
        standing.since()
                .ifPresentOrElse(
                        since -> written.entered.add(new MembershipStore.Stored(
                                one.profileId(), standing.audienceId(), one.workspace(), since, standing.sequence())),
                        () -> written.left.add(new MembershipStore.Key(one.profileId(), standing.audienceId())));
        step.changes().forEach(change -> written.items.add(MembershipCodec.item(one, change)));
    }

    /** Looking too early costs one look; moving the index entry with every event would cost more. */
    private static Optional<Instant> dueAt(
            Optional<Instant> stored, Standings standings, Optional<Instant> evaluatedAt) {
        Optional<Instant> needed = standings.due();
        boolean ahead =
                stored.filter(at -> evaluatedAt.filter(at::isAfter).isPresent()).isPresent();
        return needed.flatMap(at -> ahead && stored.filter(at::isAfter).isPresent() ? stored : needed);
    }
}
