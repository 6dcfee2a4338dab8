package io.onefold.activation.contact;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a change of a profile says about contacting it.
 *
 * @param reach how it can be reached, when that changed
 * @param absorbed ids that lead to it since
 * @param received the item as it came
 */
public record ContactChange(
        String workspace,
        UUID profileId,
        long version,
        boolean existing,
        Optional<UUID> resolvesTo,
        Optional<Reach> reach,
        Set<UUID> absorbed,
        ByteString received) {

    /** Addresses and consents, always all of them. */
    public record Reach(List<String> emails, Set<String> granted, Set<String> denied, String firstName) {}

    /** What remains of two changes of one profile. */
    ContactChange and(ContactChange other) {
        ContactChange later = version >= other.version ? this : other;
        ContactChange earlier = version >= other.version ? other : this;
        Set<UUID> both = new HashSet<>(absorbed);
        both.addAll(other.absorbed);
        return new ContactChange(
                workspace,
                profileId,
                later.version,
                later.existing,
                later.resolvesTo,
                later.reach.or(() -> earlier.reach),
                both,
                later.received);
    }
}
