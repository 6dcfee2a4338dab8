package io.onefold.launcher.demo;

import io.onefold.proto.profile.v1.Profile;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The profiles that came out, by id and by the pid that the expected answers call them by. */
final class Persons {
    private final Map<String, String> pidById = new HashMap<>();
    private final Map<String, String> idByPid = new HashMap<>();

    Persons(List<Profile> profiles) {
        for (Profile profile : profiles) {
            String pid = ProfileRows.pid(profile);
            pidById.put(profile.getProfileId(), pid);
            idByPid.put(pid, profile.getProfileId());
        }
    }

    String pid(String profileId) {
        return pidById.getOrDefault(profileId, "unknown profile " + profileId);
    }

    /** The profile's id, or the pid itself when no profile came out for it. */
    String id(String pid) {
        return idByPid.getOrDefault(pid, pid);
    }

    boolean isKnownId(String profileId) {
        return pidById.containsKey(profileId);
    }

    Set<String> pids(Collection<String> profileIds) {
        Set<String> pids = new TreeSet<>();
        profileIds.forEach(id -> pids.add(pid(id)));
        return pids;
    }

    /** {@code pid since} of some members. */
    Set<String> since(Map<String, Instant> members) {
        Set<String> since = new TreeSet<>();
        members.forEach((id, instant) -> since.add(pid(id) + " " + instant));
        return since;
    }
}
