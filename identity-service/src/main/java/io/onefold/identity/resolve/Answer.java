package io.onefold.identity.resolve;

import io.onefold.identity.change.Change;
import io.onefold.kit.feed.ConsistencyToken;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a batch stand.
 *
 * @param owners by record id
 * @param changes in the order of their versions
 * @param token stands for every change up to this answer
 */
public record Answer(List<Owner> owners, List<Change> changes, ConsistencyToken token) {
    /**
     * Who holds a record; null: it is in no profile.
     *
     * @param erased it is an erased person's, and was not filed
     */
    public record Owner(UUID recordId, @Nullable UUID profileId, long version, boolean erased) {}

    public Answer {
        owners = List.copyOf(owners);
        changes = List.copyOf(changes);
    }
}
