package io.onefold.activation.contact;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.feed.Mention;
import io.onefold.kit.feed.SetAside;
import io.onefold.kit.sql.Transaction;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Keeps the contacts, in order of id so that no two writers wait for each other in a circle. Of who is erased nothing is kept any more,
 * whatever else is told and at whatever version.
 */
@ApplicationScoped
class ContactEffect implements FeedEffect<ContactChange> {
    /** Both feeds that tell of profiles. */
    private static final List<String> UPSTREAMS = List.of(ProfilesUpstream.FEED, "memberships");

    private final ContactStore store;
    private final List<ContactWatcher> watchers;
    private final List<PersonForgetter> forgetters;
    private final SetAside setAside;

    ContactEffect(
            ContactStore store,
            @All List<ContactWatcher> watchers,
            @All List<PersonForgetter> forgetters,
            SetAside setAside) {
        this.store = store;
        this.watchers = watchers;
        this.forgetters = forgetters;
        this.setAside = setAside;
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
        List<UUID> erased = changes.stream()
                .filter(ContactChange::erased)
                .map(ContactChange::profileId)
                .toList();
        forget(tx, erased);
        // All at once and in order first: the guard locks the contacts of a person in the same order.
        Set<UUID> gone = store.lockAndFindErased(
                tx, changes.stream().map(ContactChange::profileId).toList());
        keep(
                tx,
                changes.stream()
                        .filter(change -> !gone.contains(change.profileId()))
                        .toList());
        forget(tx, erased);
        if (!erased.isEmpty()) {
            UPSTREAMS.forEach(feed -> setAside.forget(tx, feed, new Mention(erased)));
        }
    }

    private void forget(Transaction tx, List<UUID> erased) {
        if (!erased.isEmpty()) {
            forgetters.forEach(forgetter -> forgetter.forget(tx, erased, Instant.now()));
        }
    }

    private void keep(Transaction tx, List<ContactChange> changes) {
        List<ContactChange> matter =
                changes.stream().filter(ContactChange::matters).toList();
        store.keepVersions(
                tx, changes.stream().filter(change -> !change.matters()).toList());
        matter.forEach(change -> store.apply(tx, change));
        if (!matter.isEmpty()) {
            List<UUID> profiles = matter.stream().map(ContactChange::profileId).toList();
            watchers.forEach(watcher -> watcher.changed(tx, profiles, Instant.now()));
        }
    }
}
