package io.onefold.activation.list;

import io.onefold.activation.list.ListRowStore.Held;
import io.onefold.activation.membership.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What the profiles of a list want changed. The last state wins: who entered and left since the last look wants nothing. */
final class Wishes {
    private record New(UUID profileId, String hash) {}

    private final List<New> hold = new ArrayList<>();
    private final List<Held> letGo = new ArrayList<>();
    private final Map<String, Membership> wanted = new TreeMap<>();
    private final Map<String, Membership> dropped = new TreeMap<>();

    /**
     * A profile's wishes.
     *
     * @param wants the hashes that it wants on the list; what it has already counts as wanted in any case
     * @param has what stands there for its sake, and whether it is told: what is not told is told when it is wanted
     */
    void add(Membership membership, Set<String> wants, Map<String, Boolean> has) {
        for (String hash : wants) {
            if (!has.containsKey(hash)) {
                hold.add(new New(membership.profileId(), hash));
            }
            if (!has.getOrDefault(hash, false)) {
                wanted.put(hash, membership);
            }
        }
        has.forEach((hash, told) -> {
            if (!wants.contains(hash)) {
                letGo.add(new Held(membership.profileId(), hash, told));
                dropped.put(hash, membership);
            }
        });
    }

    /** While nobody may be added: what stands there and is not wanted goes, and nothing comes. */
    void addRemovalsOnly(Membership membership, Set<String> wants, Map<String, Boolean> has) {
        has.forEach((hash, told) -> {
            if (!wants.contains(hash)) {
                letGo.add(new Held(membership.profileId(), hash, told));
                dropped.put(hash, membership);
            }
        });
    }

    /** The hashes that may come or go. */
    Set<String> hashes() {
        Set<String> hashes = new TreeSet<>(wanted.keySet());
        hashes.addAll(dropped.keySet());
        return hashes;
    }

    /** The rows that come; one whose hash the partner has been told of for another profile is told. */
    List<Held> coming(Map<String, Boolean> before) {
        return hold.stream()
                .map(row -> new Held(row.profileId, row.hash, before.getOrDefault(row.hash, false)))
                .toList();
    }

    List<Held> going() {
        return letGo;
    }

    /** A hash to tell of, and for whose sake. */
    record Told(String hash, boolean add, Membership membership) {}

    /**
     * A hash is added when it is wanted and nobody was told of it, and removed with the last profile that had it.
     *
     * @param before the hashes that stood on the list, and whether they were told
     * @param after the hashes that stand there now
     */
    List<Told> changes(Map<String, Boolean> before, Set<String> after) {
        List<Told> changes = new ArrayList<>();
        for (String hash : hashes()) {
            Membership wants = wanted.get(hash);
            Membership drops = dropped.get(hash);
            if (wants != null && after.contains(hash) && !before.getOrDefault(hash, false)) {
                changes.add(new Told(hash, true, wants));
            } else if (drops != null && before.containsKey(hash) && !after.contains(hash)) {
                changes.add(new Told(hash, false, drops));
            }
        }
        return changes;
    }
}
