package io.onefold.activation.membership;

import java.time.Instant;
import java.util.UUID;

/**
 * What the feed said last about a profile and an audience.
 *
 * @param member false: it left
 * @param since from when that is true
 */
public record Membership(UUID profileId, boolean member, Instant since, long sequence, long profileVersion) {
    /**
     * Whether an entry of the same profile is over. What a restored feed does not say any more ends with the entry's own sequence; and what
     * follows there may have a lower one, but not an earlier instant.
     */
    public boolean isOver(long sequenceOfEntry, Instant entry) {
        return !member && (sequence >= sequenceOfEntry || since.isAfter(entry));
    }

    /** Whether the entry of a profile that has become this one is over: sequences are each profile's own. */
    public boolean isOver(Instant entry) {
        return !member && !since.isBefore(entry);
    }
}
