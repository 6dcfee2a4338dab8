package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactChange;
import io.onefold.activation.contact.Person;
import io.onefold.activation.contact.ProfilesUpstream;
import io.onefold.activation.rebuild.AppliedStore.Applied;
import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes every contact what the feed of profiles told of it, up to where that is applied. Lists are not told and nobody is written to: what
 * is sent is decided when it is sent, on the contacts as they are then.
 */
@ApplicationScoped
class ContactRebuild {
    static final String CONTACTS = "contact";
    private static final int CHUNK = 500;

    private final Database database;
    private final AppliedStore applied;
    private final ContactWalkStore walk;
    private final FeedStretchClient<?, ContactChange> feed;
    private final Partitions partitions;

    ContactRebuild(
            Database database,
            AppliedStore applied,
            ContactWalkStore walk,
            ProfilesUpstream upstream,
            FeedConfig config) {
        this.database = database;
        this.applied = applied;
        this.walk = walk;
        this.feed = new FeedStretchClient<>(upstream);
        this.partitions = new Partitions(config.partitions());
    }

    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        for (Integer partition : partitions.all()) {
            Optional<Applied> now = database.snapshot(tx -> applied.read(tx, ProfilesUpstream.FEED, partition));
            if (now.isPresent()) {
                new Partition(workspace, partition, now.get()).rebuild(progress);
            }
        }
    }

    /** What one partition told so far; bounded by its profiles. */
    private final class Partition {
        private final String workspace;
        private final int number;
        private final Map<UUID, ContactChange> told = new TreeMap<>(Person.BY_BYTES);
        private Cursor upTo;

        Partition(String workspace, int number, Applied applied) {
            this.workspace = workspace;
            this.number = number;
            this.upTo = new Cursor(applied.cursor().epoch(), 0);
            readOn(applied);
        }

        private void readOn(Applied now) {
            feed.read(number, upTo, now.cursor().position(), now.setAside(), change -> {
                if (change.workspace().equals(workspace)) {
                    told.compute(change.profileId(), (id, before) -> Told.and(Optional.ofNullable(before), change));
                }
            });
            upTo = now.cursor();
        }

        void rebuild(RebuildProgress progress) throws InterruptedException {
            List<UUID> ids = new ArrayList<>(told.keySet());
            for (int at = 0; at < ids.size(); at += CHUNK) {
                List<UUID> some = ids.subList(at, Math.min(at + CHUNK, ids.size()));
                List<UUID> suspects = database.snapshot(tx -> wrong(tx, some));
                int corrected = suspects.isEmpty() ? 0 : database.transaction(tx -> correct(tx, suspects));
                progress.looked(CONTACTS, some.size(), corrected);
            }
        }

        private List<UUID> wrong(Transaction tx, List<UUID> some) {
            Map<UUID, Contact> kept = walk.read(tx, some);
            return some.stream()
                    .filter(id -> !Told.isIn(kept.get(id), toldOf(id)))
                    .toList();
        }

        private ContactChange toldOf(UUID id) {
            return Objects.requireNonNull(told.get(id), () -> "nothing was told of " + id);
        }

        /** With what was applied since it was read, while nothing more can be. */
        private int correct(Transaction tx, List<UUID> suspects) {
            Optional<Applied> now = applied.lock(tx, ProfilesUpstream.FEED, number);
            if (now.isEmpty() || now.get().cursor().epoch() != upTo.epoch()) {
                // The feed begins anew, and everything is read and applied once more without this.
                return 0;
            }
            readOn(now.get());
            List<UUID> wrong = wrong(tx, suspects);
            for (UUID id : wrong) {
                walk.put(tx, toldOf(id));
            }
            return wrong.size();
        }
    }
}
