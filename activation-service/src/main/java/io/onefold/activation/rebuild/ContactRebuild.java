package io.onefold.activation.rebuild;

import io.onefold.activation.contact.Contact;
import io.onefold.activation.contact.ContactChange;
import io.onefold.activation.contact.Person;
import io.onefold.activation.contact.ProfilesUpstream;
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
    private final ContactWalkStore walk;
    private final AppliedStretch.Source<ContactChange> source;
    private final Partitions partitions;

    ContactRebuild(
            Database database,
            AppliedStore applied,
            ContactWalkStore walk,
            ProfilesUpstream upstream,
            FeedConfig config,
            RebuildConfig rebuild) {
        this.database = database;
        this.walk = walk;
        this.source = new AppliedStretch.Source<>(
                ProfilesUpstream.FEED, database, applied, new FeedStretchClient<>(upstream), rebuild);
        this.partitions = new Partitions(config.partitions());
    }

    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        for (Integer partition : partitions.all()) {
            new Partition(workspace, partition).rebuild(progress);
        }
    }

    /** What one partition told so far; bounded by its profiles. */
    private final class Partition {
        private final String workspace;
        private final Map<UUID, ContactChange> told = new TreeMap<>(Person.BY_BYTES);
        private final AppliedStretch<ContactChange> stretch;

        Partition(String workspace, int number) {
            this.workspace = workspace;
            this.stretch = new AppliedStretch<>(source, number, this::take);
        }

        private void take(ContactChange change) {
            if (change.workspace().equals(workspace)) {
                told.compute(change.profileId(), (id, before) -> Told.and(Optional.ofNullable(before), change));
            }
        }

        void rebuild(RebuildProgress progress) throws InterruptedException {
            if (!stretch.readOn(CONTACTS, progress)) {
                return;
            }
            List<UUID> ids = new ArrayList<>(told.keySet());
            for (int at = 0; at < ids.size(); at += CHUNK) {
                List<UUID> some = ids.subList(at, Math.min(at + CHUNK, ids.size()));
                List<UUID> suspects = database.snapshot(tx -> wrong(tx, some));
                int corrected = 0;
                if (!suspects.isEmpty() && stretch.readOn(CONTACTS, progress)) {
                    corrected = database.transaction(tx -> correct(tx, suspects));
                }
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
            if (!stretch.lockAndReadOn(tx)) {
                return 0;
            }
            int corrected = 0;
            for (UUID id : wrong(tx, suspects)) {
                corrected += walk.put(tx, toldOf(id));
            }
            return corrected;
        }
    }
}
