package io.onefold.identity.derivation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The records of a component as profiles. Equal evidence and rules give an equal partition, in the same order.
 *
 * @param profiles in the order of their ids; no record is in two, no identifier is held by two
 * @param contested strongest first
 * @param letGo strongest first, then by profile id
 * @param withoutProfile records without any usable identifier: filed, and in no profile until a rule admits one
 */
public record Partition(
        List<DerivedProfile> profiles,
        List<ContestedValue> contested,
        List<LetGoValue> letGo,
        Set<UUID> withoutProfile) {

    public Partition {
        profiles = List.copyOf(profiles);
        contested = List.copyOf(contested);
        letGo = List.copyOf(letGo);
        withoutProfile = Set.copyOf(withoutProfile);
    }

    /** The profile id of every record that is in a profile. */
    public Map<UUID, UUID> owners() {
        Map<UUID, UUID> owners = new HashMap<>();
        for (DerivedProfile profile : profiles) {
            profile.records().forEach(record -> owners.put(record, profile.profileId()));
        }
        return owners;
    }
}
