package io.onefold.activation.membership;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Keeps who is a member of what, and starts what follows from it, in the transaction that moves the cursors. */
@ApplicationScoped
class EntryEffect implements FeedEffect<Entry> {
    private final List<EntryReaction> reactions;
    private final MembershipStore store;

    EntryEffect(@All List<EntryReaction> reactions, MembershipStore store) {
        this.reactions = reactions;
        this.store = store;
    }

    @Override
    public Prepared prepare(List<FeedBatch<Entry>> batches) {
        List<Entry> entries = batches.stream().flatMap(FeedBatch::changes).toList();
        return tx -> {
            if (!entries.isEmpty()) {
                // The memberships last: whoever holds a row of a reaction reads memberships that stand.
                reactions.forEach(reaction -> reaction.apply(tx, entries, Instant.now()));
                store.keep(tx, entries);
            }
        };
    }
}
