package io.onefold.launcher.demo;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The published feed of memberships, replayed: who was a member at any instant, by what is known at the feed's end. A later item of the
 * same audience and profile overrides earlier ones from its instant on.
 */
final class MembershipHistory {
    /**
     * One item of the feed.
     *
     * @param from the instant from which it is true
     */
    record Change(
            String audience,
            String profileId,
            boolean member,
            Instant from,
            String cause,
            long sequence,
            long version) {}

    private record Key(String audience, String profileId) {}

    private final Map<Key, TreeMap<Instant, Change>> inForce = new HashMap<>();
    private final Map<Key, Long> sequences = new HashMap<>();
    private int gaps;

    void add(Change change) {
        Key key = new Key(change.audience(), change.profileId());
        TreeMap<Instant, Change> changes = inForce.computeIfAbsent(key, unused -> new TreeMap<>());
        changes.tailMap(change.from(), true).clear();
        changes.put(change.from(), change);
        if (change.sequence() != sequences.getOrDefault(key, 0L) + 1) {
            gaps++;
        }
        sequences.put(key, change.sequence());
    }

    /** How many items have another sequence than the one after the item before. */
    int gaps() {
        return gaps;
    }

    Set<String> members(String audience, Instant at) {
        Set<String> members = new TreeSet<>();
        inForce.forEach((key, changes) -> {
            Map.Entry<Instant, Change> last = changes.floorEntry(at);
            if (key.audience().equals(audience)
                    && last != null
                    && last.getValue().member()) {
                members.add(key.profileId());
            }
        });
        return members;
    }

    /** {@code audience profile} of every membership that the feed ends with. */
    Set<String> atTheEnd() {
        Set<String> memberships = new TreeSet<>();
        inForce.forEach((key, changes) -> {
            if (changes.lastEntry().getValue().member()) {
                memberships.add(key.audience() + " " + key.profileId());
            }
        });
        return memberships;
    }

    Set<String> profileIds() {
        Set<String> ids = new TreeSet<>();
        inForce.keySet().forEach(key -> ids.add(key.profileId()));
        return ids;
    }

    /** What the feed says of a profile in an audience, for people. */
    String told(String audience, String profileId) {
        List<String> told = inForce.getOrDefault(new Key(audience, profileId), new TreeMap<>()).values().stream()
                .map(change -> "%s %s (%s, sequence %d, profile version %d)"
                        .formatted(
                                change.from(),
                                change.member() ? "in" : "out",
                                change.cause(),
                                change.sequence(),
                                change.version()))
                .toList();
        return told.isEmpty() ? "nothing" : String.join(", ", told);
    }
}
