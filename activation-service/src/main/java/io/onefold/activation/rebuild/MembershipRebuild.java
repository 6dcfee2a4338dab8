package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Person;
import io.onefold.activation.membership.Entry;
import io.onefold.activation.membership.MembershipStore;
import io.onefold.activation.membership.MembershipsUpstream;
import io.onefold.activation.rebuild.AppliedStore.Applied;
import io.onefold.activation.rebuild.MembershipWalkStore.Kept;
import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    static final String MEMBERSHIPS = "membership";
    static final String FEED = "memberships";
    private static final int CHUNK = 500;

    private final Database database;
    private final AppliedStore applied;
    private final MembershipStore memberships;
    private final MembershipWalkStore walk;
    private final ContactWalkStore contacts;
    private final FeedStretchClient<?, Entry> feed;
    private final Partitions partitions;

    MembershipRebuild(
            Database database,
            AppliedStore applied,
            MembershipStore memberships,
            MembershipWalkStore walk,
            ContactWalkStore contacts,
            MembershipsUpstream upstream,
            FeedConfig config) {
        this.database = database;
        this.applied = applied;
        this.memberships = memberships;
        this.walk = walk;
        this.contacts = contacts;
        this.feed = new FeedStretchClient<>(upstream);
        this.partitions = new Partitions(config.partitions());
    }

    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        for (Integer partition : partitions.all()) {
            Optional<Applied> now = database.snapshot(tx -> applied.read(tx, FEED, partition));
            if (now.isPresent()) {
                new Partition(workspace, partition, now.get()).rebuild(progress);
            }
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
        private Cursor upTo;

        Partition(String workspace, int number, Applied applied) {
            this.workspace = workspace;
            this.number = number;
            this.upTo = new Cursor(applied.cursor().epoch(), 0);
            readOn(applied);
        }

        private void readOn(Applied now) {
            feed.read(number, upTo, now.cursor().position(), now.setAside(), entry -> {
                if (entry.workspace().equals(workspace)) {
                    said.computeIfAbsent(entry.profileId(), id -> new HashMap<>())
                            .merge(entry.audience(), Said.of(entry), (before, first) -> before.and(entry));
                }
            });
            upTo = now.cursor();
        }

        void rebuild(RebuildProgress progress) throws InterruptedException {
            Set<UUID> all = new TreeSet<>(Person.BY_BYTES);
            all.addAll(said.keySet());
            all.addAll(database.snapshot(
                    tx -> walk.members(tx, workspace, partitions.firstBucket(number), partitions.lastBucket(number))));
            List<UUID> ids = new ArrayList<>(all);
            for (int at = 0; at < ids.size(); at += CHUNK) {
                List<UUID> some = ids.subList(at, Math.min(at + CHUNK, ids.size()));
                Wrong suspects = database.snapshot(tx -> wrong(tx, some));
                int corrected = suspects.profiles().isEmpty()
                        ? 0
                        : database.transaction(tx -> correct(tx, suspects.profiles()));
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
            Optional<Applied> now = applied.lock(tx, FEED, number);
            if (now.isEmpty() || now.get().cursor().epoch() != upTo.epoch()) {
                // The feed begins anew, and everything is read and applied once more without this.
                return 0;
            }
            readOn(now.get());
            Wrong wrong = wrong(tx, suspects);
            if (!wrong.unlike.isEmpty()) {
                memberships.keep(
                        tx,
                        wrong.unlike.stream()
                                .flatMap(word -> word.entries().stream())
                                .toList(),
                        upTo.epoch());
            }
            wrong.unheard.forEach(row -> walk.delete(tx, workspace, row.profileId(), row.audience()));
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
