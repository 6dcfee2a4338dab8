package io.onefold.segment.membership;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the log of memberships says of the profiles of one partition, read in its order: what is published later overrides from its instant
 * on. It is a truth; standings and members follow from it.
 */
final class PublishedLog {
    private final String workspace;
    private final Map<UUID, Map<UUID, Said>> byProfile = new HashMap<>();

    PublishedLog(String workspace) {
        this.workspace = workspace;
    }

    /** One item of it. */
    record Told(String workspace, UUID profileId, UUID audienceId, boolean member, Instant effective, long sequence) {}

    /** When membership was published to change, and how many changes were published. */
    record Said(List<Instant> flips, long sequence) {
        static final Said NOTHING = new Said(List.of(), 0);

        Said {
            flips = List.copyOf(flips);
        }

        private Said and(Told told) {
            Instant effective = told.effective.truncatedTo(ChronoUnit.MICROS);
            List<Instant> now = new ArrayList<>(flips);
            now.removeIf(flip -> !flip.isBefore(effective));
            if ((now.size() % 2 == 1) != told.member) {
                now.add(effective);
            }
            return new Said(now, Math.max(sequence, told.sequence));
        }

        /** Since when it has been a member; empty: it is none. */
        Optional<Instant> since() {
            return flips.size() % 2 == 1 ? Optional.of(flips.get(flips.size() - 1)) : Optional.empty();
        }

        /** Whether a standing says the same; it keeps the latest changes only. */
        boolean isIn(Standing standing) {
            List<Instant> kept = standing.flips();
            boolean same = kept.equals(flips)
                    || (flips.size() > Publication.MOST_FLIPS
                            && kept.size() >= Publication.MOST_FLIPS / 2
                            && kept.equals(flips.subList(Math.max(0, flips.size() - kept.size()), flips.size())));
            return same && standing.sequence() == sequence;
        }

        /** As many of the changes as a standing keeps. */
        List<Instant> latest() {
            int pairs = Math.max(0, (flips.size() - Publication.MOST_FLIPS / 2) / 2);
            return flips.size() > Publication.MOST_FLIPS ? flips.subList(2 * pairs, flips.size()) : flips;
        }
    }

    void add(byte[] payload) {
        MembershipCodec.told(payload)
                .filter(told -> told.workspace.equals(workspace))
                .ifPresent(told -> byProfile
                        .computeIfAbsent(told.profileId, id -> new HashMap<>())
                        .merge(told.audienceId, Said.NOTHING.and(told), (said, first) -> said.and(told)));
    }

    /** What it says of some profiles, on its own, to go on from. */
    PublishedLog of(Set<UUID> profileIds) {
        PublishedLog some = new PublishedLog(workspace);
        profileIds.forEach(id -> {
            Map<UUID, Said> said = byProfile.get(id);
            if (said != null) {
                some.byProfile.put(id, new HashMap<>(said));
            }
        });
        return some;
    }

    Set<UUID> profiles() {
        return byProfile.keySet();
    }

    Said of(UUID profileId, UUID audienceId) {
        return byProfile.getOrDefault(profileId, Map.of()).getOrDefault(audienceId, Said.NOTHING);
    }
}
