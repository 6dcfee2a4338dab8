package io.onefold.activation.contact;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a change of a profile says about contacting it.
 *
 * @param reach how it can be reached, when that changed
 * @param absorbed ids that lead to it since
 * @param regrouped whether records came from another profile or left for one
 * @param split whether records left for one, or were erased
 * @param erased whether the person was erased: nothing else that happened to it counts
 * @param received writes the item as it came
 */
public record ContactChange(
        String workspace,
        UUID profileId,
        long version,
        boolean existing,
        Optional<UUID> resolvesTo,
        Optional<Reach> reach,
        Set<UUID> absorbed,
        boolean regrouped,
        boolean split,
        boolean erased,
        Supplier<byte[]> received) {

    /** Addresses and consents, always all of them. */
    public record Reach(
            List<String> emails, List<String> phones, Set<String> granted, Set<String> denied, String firstName) {}

    /** Whether it says more than that the profile has a new version. */
    boolean matters() {
        return reach.isPresent() || regrouped || !existing || resolvesTo.isPresent() || !absorbed.isEmpty();
    }

    /** What remains of two changes of one profile. */
    public ContactChange and(ContactChange other) {
        ContactChange later = version >= other.version ? this : other;
        ContactChange earlier = version >= other.version ? other : this;
        if (erased || other.erased) {
            return (erased ? this : other).at(later.version);
        }
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
                regrouped || other.regrouped,
                split || other.split,
                false,
                later.received);
    }

    private ContactChange at(long other) {
        return new ContactChange(
                workspace, profileId, other, existing, resolvesTo, reach, absorbed, regrouped, split, erased, received);
    }
}
