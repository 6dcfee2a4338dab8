package io.onefold.activation.contact;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Keeps the contacts, in order of id so that no two writers wait for each other in a circle. */
@ApplicationScoped
class ContactEffect implements FeedEffect<ContactChange> {
    private final ContactStore store;

    ContactEffect(ContactStore store) {
        this.store = store;
    }

    @Override
    public Prepared prepare(List<FeedBatch<ContactChange>> batches) {
        Map<UUID, ContactChange> changes = new TreeMap<>(Person.BY_BYTES);
        batches.stream()
                .flatMap(FeedBatch::changes)
                .forEach(change -> changes.merge(change.profileId(), change, ContactChange::and));
        return tx -> changes.values().forEach(change -> store.apply(tx, change));
    }
}
