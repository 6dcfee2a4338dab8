package io.onefold.segment.membership;

import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.membership.PublishedLog.Said;
import io.onefold.segment.membership.StandingWalkStore.Kept;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes standings and members say what the log of memberships says. Nobody need be told: the log is what everybody was told. Under the lock
 * of a profile's standing nothing of it is published, so what the log says then is all.
 */
@ApplicationScoped
public class StandingRepair {
    private static final int CHUNK = 500;

    private final Database database;
    private final StandingWalkStore walk;
    private final StandingStore standings;
    private final MembershipStore members;
    private final FeedLog log;
    private final FeedSweep sweep;
    private final Partitions partitions;

    StandingRepair(
            Database database,
            StandingWalkStore walk,
            StandingStore standings,
            MembershipStore members,
            FeedLog log,
            FeedSweep sweep,
            FeedConfig config) {
        this.database = database;
        this.walk = walk;
        this.standings = standings;
        this.members = members;
        this.log = log;
        this.sweep = sweep;
        this.partitions = new Partitions(config.partitions());
    }

    /** @param subjects the audiences of the workspace that are not being deleted */
    public void repair(String workspace, Collection<Evaluated.Subject> subjects, RebuildProgress progress)
            throws InterruptedException {
        for (int partition : partitions.all()) {
            Read read = database.snapshot(tx -> read(tx, workspace, partition));
            List<UUID> ids = new ArrayList<>(read.profiles);
            for (int at = 0; at < ids.size(); at += CHUNK) {
                SortedSet<UUID> some = new TreeSet<>(ProfileOrder.INSTANCE);
                some.addAll(ids.subList(at, Math.min(at + CHUNK, ids.size())));
                Repair repair = new Repair(workspace, partition, read, subjects);
                SortedSet<UUID> wrong = database.snapshot(tx -> repair.wrong(tx, some, read.log));
                int corrected = wrong.isEmpty() ? 0 : database.transaction(tx -> repair.correct(tx, wrong));
                progress.looked(StandingDigest.STANDINGS, some.size(), corrected);
            }
        }
    }

    /** One partition of the log up to its head, and all profiles of which it, a standing or a membership says something. */
    private record Read(PublishedLog log, long head, SortedSet<UUID> profiles) {}

    private Read read(Transaction tx, String workspace, int partition) {
        PublishedLog said = new PublishedLog(workspace);
        long head = log.heads(tx).getOrDefault(partition, 0L);
        sweep.after(tx, Map.of(partition, 0L), said::add);
        SortedSet<UUID> profiles = new TreeSet<>(ProfileOrder.INSTANCE);
        profiles.addAll(said.profiles());
        profiles.addAll(walk.kept(tx, workspace, partitions.firstBucket(partition), partitions.lastBucket(partition)));
        return new Read(said, head, profiles);
    }

    private final class Repair {
        private final String workspace;
        private final int partition;
        private final Read read;
        private final Collection<Evaluated.Subject> subjects;

        Repair(String workspace, int partition, Read read, Collection<Evaluated.Subject> subjects) {
            this.workspace = workspace;
            this.partition = partition;
            this.read = read;
            this.subjects = subjects;
        }

        SortedSet<UUID> wrong(Transaction tx, SortedSet<UUID> ids, PublishedLog said) {
            Map<UUID, Kept> kept = walk.read(tx, ids);
            Map<UUID, List<MembershipStore.Stored>> present = walk.membersOf(tx, ids);
            Set<UUID> audiences = walk.audiences(tx, workspace, true);
            SortedSet<UUID> wrong = new TreeSet<>(ProfileOrder.INSTANCE);
            for (UUID id : ids) {
                Kept row = kept.get(id);
                List<MembershipStore.Stored> memberships = present.getOrDefault(id, List.of());
                if (!isErased(row)
                        && (!isRight(id, row, said)
                                || !strays(memberships, audiences).isEmpty()
                                || !members(id, said).equals(ours(memberships)))) {
                    wrong.add(id);
                }
            }
            return wrong;
        }

        private boolean isErased(@Nullable Kept row) {
            return row != null && row.row().erased();
        }

        private boolean isRight(UUID id, @Nullable Kept kept, PublishedLog said) {
            Standings now = kept == null ? Standings.NONE : kept.row().standings();
            return (kept == null || (!kept.spoilt() && kept.isTimed()))
                    && subjects.stream().allMatch(subject -> {
                        Said told = said.of(id, subject.id());
                        return now.of(subject.id())
                                .map(told::isIn)
                                .orElse(told.sequence() == 0 && told.flips().isEmpty());
                    });
        }

        /** What the log makes of the profile's memberships. */
        private Map<UUID, MembershipStore.Stored> members(UUID id, PublishedLog said) {
            Map<UUID, MembershipStore.Stored> rows = new HashMap<>();
            for (Evaluated.Subject subject : subjects) {
                Said told = said.of(id, subject.id());
                told.since()
                        .ifPresent(since -> rows.put(
                                subject.id(),
                                new MembershipStore.Stored(id, subject.id(), workspace, since, told.sequence())));
            }
            return rows;
        }

        private Map<UUID, MembershipStore.Stored> ours(List<MembershipStore.Stored> memberships) {
            Map<UUID, MembershipStore.Stored> rows = new HashMap<>();
            memberships.stream()
                    .filter(row ->
                            subjects.stream().anyMatch(subject -> subject.id().equals(row.audienceId())))
                    .forEach(row -> rows.put(row.audienceId(), row));
            return rows;
        }

        /** Memberships of audiences that there are not; from one that is being deleted the members leave one by one. */
        private static List<MembershipStore.Stored> strays(
                List<MembershipStore.Stored> memberships, Set<UUID> audiences) {
            return memberships.stream()
                    .filter(row -> !audiences.contains(row.audienceId()))
                    .toList();
        }

        int correct(Transaction tx, SortedSet<UUID> ids) {
            TreeMap<UUID, String> rows = new TreeMap<>(ProfileOrder.INSTANCE);
            ids.forEach(id -> rows.put(id, workspace));
            standings.claim(tx, rows);
            walk.lock(tx, ids);
            PublishedLog said = upToNow(tx, ids);
            SortedSet<UUID> wrong = wrong(tx, ids, said);
            Map<UUID, Kept> kept = walk.read(tx, wrong);
            Map<UUID, List<MembershipStore.Stored>> present = walk.membersOf(tx, wrong);
            Set<UUID> audiences = walk.audiences(tx, workspace, true);
            List<StandingStore.Stored> written = new ArrayList<>();
            List<MembershipStore.Stored> entered = new ArrayList<>();
            List<MembershipStore.Key> left = new ArrayList<>();
            for (UUID id : wrong) {
                Optional.ofNullable(kept.get(id)).ifPresent(row -> written.add(repaired(id, row, said)));
                List<MembershipStore.Stored> memberships = present.getOrDefault(id, List.of());
                Map<UUID, MembershipStore.Stored> right = members(id, said);
                entered.addAll(right.values());
                ours(memberships).keySet().stream()
                        .filter(audience -> !right.containsKey(audience))
                        .forEach(audience -> left.add(new MembershipStore.Key(id, audience)));
                strays(memberships, audiences).forEach(row -> left.add(new MembershipStore.Key(id, row.audienceId())));
            }
            if (!written.isEmpty()) {
                standings.write(tx, written);
            }
            if (!entered.isEmpty()) {
                members.enter(tx, entered);
            }
            if (!left.isEmpty()) {
                members.leave(tx, left);
            }
            return wrong.size();
        }

        /** With what was published since the partition was read. */
        private PublishedLog upToNow(Transaction tx, SortedSet<UUID> ids) {
            PublishedLog said = read.log.of(ids);
            long head = log.heads(tx).getOrDefault(partition, 0L);
            sweep.ofSubjects(tx, read.head, head, ids).stream()
                    .filter(item -> item.partition() == partition)
                    .sorted(Comparator.comparingLong(FeedSweep.Item::position))
                    .forEach(item -> said.add(item.payload()));
            return said;
        }

        /** What the log does not say, such as a timer that is lost, the next evaluation finds. */
        private StandingStore.Stored repaired(UUID id, Kept kept, PublishedLog said) {
            Map<UUID, Standing> now = new HashMap<>(kept.row().standings().byAudience());
            for (Evaluated.Subject subject : subjects) {
                Said told = said.of(id, subject.id());
                Standing before = now.get(subject.id());
                if (before != null && !told.isIn(before)) {
                    now.put(subject.id(), told.in(before));
                } else if (before == null && told.sequence() > 0) {
                    now.put(subject.id(), told.anew(subject));
                }
            }
            Standings repaired = new Standings(kept.row().standings().evaluatedAt(), now);
            return kept.row().with(kept.poisoned() ? kept.row().due() : repaired.due(), repaired);
        }
    }
}
