package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Person;
import io.onefold.activation.membership.Entry;
import io.onefold.activation.membership.MembershipStore;
import io.onefold.activation.membership.MembershipsUpstream;
import io.onefold.activation.rebuild.MembershipWalkStore.Kept;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes every membership what the feed of memberships said of it last, up to where that is applied. No campaign hears of it: what it had to
 * start, it started when the entry was read.
 */
@ApplicationScoped
class MembershipRebuild {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
    static final String MEMBERSHIPS = "membership";
    static final String FEED = "memberships";
    private static final int CHUNK = 500;

    private final Database database;
    private final MembershipStore memberships;
    private final MembershipWalkStore walk;
    private final ContactWalkStore contacts;
    private final AppliedStretch.Source<Entry> source;
    private final Partitions partitions;

    MembershipRebuild(
            Database database,
            AppliedStore applied,
            MembershipStore memberships,
            MembershipWalkStore walk,
            ContactWalkStore contacts,
            MembershipsUpstream upstream,
            FeedConfig config,
            RebuildConfig rebuild) {
        this.database = database;
        this.memberships = memberships;
        this.walk = walk;
        this.contacts = contacts;
        this.source = new AppliedStretch.Source<>(FEED, database, applied, new FeedStretchClient<>(upstream), rebuild);
        this.partitions = new Partitions(config.partitions());
    }

    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        List<Integer> left = new ArrayList<>();
        for (Integer partition : partitions.all()) {
            if (database.snapshot(tx -> walk.isBeingRead(tx, partition))) {
                left.add(partition);
            } else {
                new Partition(workspace, partition).rebuild(progress);
            }
        }
        if (!left.isEmpty()) {
            // What it has not repeated yet is neither right nor wrong: nobody can say that all is well.
            throw Failures.unavailable(
                    "the feed of memberships is being read from its beginning, and its partitions " + left
                            + " were left alone",
                    RETRY_DELAY);
        }
    }

    /** What was said of one membership: the last word, and the highest marks of all, as they are kept. */
    private record Said(Entry last, long sequence, Instant until) {
        static Said of(Entry entry) {
            return new Said(
                    light(entry, entry.sequence(), entry.effectiveTime()), entry.sequence(), entry.effectiveTime());
        }

        Said and(Entry entry) {
            return new Said(
                    light(entry, entry.sequence(), entry.effectiveTime()),
                    Math.max(sequence, entry.sequence()),
                    entry.effectiveTime().isAfter(until) ? entry.effectiveTime() : until);
        }

        /** The marks first, since the last word is kept. */
        List<Entry> entries() {
            return List.of(light(last, sequence, until), last);
        }

        boolean isIn(Kept kept) {
            return kept.member() == last.entered() && kept.since().equals(last.effectiveTime());
        }

        private static Entry light(Entry entry, long sequence, Instant time) {
            return new Entry(
                    entry.workspace(),
                    entry.audience(),
                    entry.audienceId(),
                    entry.profileId(),
                    entry.entered(),
                    time,
                    entry.cause(),
                    entry.profileVersion(),
                    sequence,
                    entry.correction(),
                    () -> new byte[0]);
        }
    }

    /** What one partition said so far; bounded by its profiles and the audiences. */
    private final class Partition {
        private final String workspace;
        private final int number;
        private final Map<UUID, Map<String, Said>> said = new TreeMap<>(Person.BY_BYTES);
        private final AppliedStretch<Entry> stretch;

        Partition(String workspace, int number) {
            this.workspace = workspace;
            this.number = number;
            this.stretch = new AppliedStretch<>(source, number, this::take);
        }

        private void take(Entry entry) {
            if (entry.workspace().equals(workspace)) {
                said.computeIfAbsent(entry.profileId(), id -> new HashMap<>())
                        .merge(entry.audience(), Said.of(entry), (before, first) -> before.and(entry));
            }
        }

        void rebuild(RebuildProgress progress) throws InterruptedException {
            if (!stretch.readOn(MEMBERSHIPS, progress)) {
                return;
            }
            Set<UUID> all = new TreeSet<>(Person.BY_BYTES);
            all.addAll(said.keySet());
            all.addAll(database.snapshot(
                    tx -> walk.members(tx, workspace, partitions.firstBucket(number), partitions.lastBucket(number))));
            List<UUID> ids = new ArrayList<>(all);
            for (int at = 0; at < ids.size(); at += CHUNK) {
                List<UUID> some = ids.subList(at, Math.min(at + CHUNK, ids.size()));
                Wrong suspects = database.snapshot(tx -> wrong(tx, some));
                int corrected = 0;
                if (!suspects.profiles().isEmpty() && stretch.readOn(MEMBERSHIPS, progress)) {
                    corrected = database.transaction(tx -> correct(tx, suspects.profiles()));
                }
                progress.looked(MEMBERSHIPS, some.size(), corrected);
            }
        }

        /** Of who is erased nothing is kept, whatever was said. */
        private Wrong wrong(Transaction tx, List<UUID> some) {
            Set<UUID> erased = contacts.erased(tx, some);
            Map<UUID, Map<String, Kept>> kept = new HashMap<>();
            walk.of(tx, workspace, some)
                    .forEach(row -> kept.computeIfAbsent(row.profileId(), id -> new HashMap<>())
                            .put(row.audience(), row));
            Wrong wrong = new Wrong(new ArrayList<>(), new ArrayList<>());
            for (UUID id : some) {
                if (!erased.contains(id)) {
                    Map<String, Kept> rows = kept.getOrDefault(id, Map.of());
                    Map<String, Said> words = said.getOrDefault(id, Map.of());
                    words.forEach((audience, word) -> {
                        Kept row = rows.get(audience);
                        if (row == null || !word.isIn(row)) {
                            wrong.unlike.add(word);
                        }
                    });
                    rows.values().stream()
                            .filter(row -> row.member() && !words.containsKey(row.audience()))
                            .forEach(wrong.unheard::add);
                }
            }
            return wrong;
        }

        /** With what was applied since it was read, while nothing more can be. */
        private int correct(Transaction tx, List<UUID> suspects) {
            if (!stretch.lockAndReadOn(tx) || walk.isBeingRead(tx, number)) {
                return 0;
            }
            Wrong wrong = wrong(tx, suspects);
            if (!wrong.unlike.isEmpty()) {
                memberships.keep(
                        tx,
                        wrong.unlike.stream()
                                .flatMap(word -> word.entries().stream())
                                .toList(),
                        stretch.epoch());
            }
            // The row stays: what was seen before a restore is known when it is told again.
            wrong.unheard.forEach(row -> walk.end(tx, workspace, row.profileId(), row.audience()));
            return wrong.unlike.size() + wrong.unheard.size();
        }
    }

    /** What is kept otherwise than it was said, and members of whom nothing was said. */
    private record Wrong(List<Said> unlike, List<Kept> unheard) {
        List<UUID> profiles() {
            List<UUID> profiles = new ArrayList<>();
            unlike.forEach(word -> profiles.add(word.last.profileId()));
            unheard.forEach(row -> profiles.add(row.profileId()));
            return profiles.stream().distinct().sorted(Person.BY_BYTES).toList();
        }
    }
}
