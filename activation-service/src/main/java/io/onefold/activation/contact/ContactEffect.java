package io.onefold.activation.contact;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.sql.Transaction;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Keeps the contacts, in order of id so that no two writers wait for each other in a circle. */
@ApplicationScoped
class ContactEffect implements FeedEffect<ContactChange> {
    private final ContactStore store;
    private final List<ContactWatcher> watchers;

    ContactEffect(ContactStore store, @All List<ContactWatcher> watchers) {
        this.store = store;
        this.watchers = watchers;
    }

    @Override
    public Prepared prepare(List<FeedBatch<ContactChange>> batches) {
        Map<UUID, ContactChange> changes = new TreeMap<>(Person.BY_BYTES);
        batches.stream()
                .flatMap(FeedBatch::changes)
                .forEach(change -> changes.merge(change.profileId(), change, ContactChange::and));
        return tx -> apply(tx, changes.values());
    }

    private void apply(Transaction tx, Collection<ContactChange> changes) {
        List<ContactChange> matter =
                changes.stream().filter(ContactChange::matters).toList();
        // All at once and in order first: the guard locks the contacts of a person in the same order.
        store.lock(tx, changes.stream().map(ContactChange::profileId).toList());
        store.keepVersions(
                tx, changes.stream().filter(change -> !change.matters()).toList());
        matter.forEach(change -> store.apply(tx, change));
        if (!matter.isEmpty()) {
            List<UUID> profiles = matter.stream().map(ContactChange::profileId).toList();
            watchers.forEach(watcher -> watcher.changed(tx, profiles, Instant.now()));
        }
    }
}
