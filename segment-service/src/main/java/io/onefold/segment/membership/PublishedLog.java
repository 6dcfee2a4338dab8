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

    /**
     * One item of it.
     *
     * @param byRule whether it tells what a changed rule made of it
     */
    record Told(
            String workspace,
            UUID profileId,
            UUID audienceId,
            boolean member,
            Instant effective,
            long sequence,
            boolean byRule) {}

    /**
     * What was published of a profile and an audience.
     *
     * @param flips when membership was published to change: all of it
     * @param sequence how many changes were published
     * @param ruled the last instant from which a changed rule let it in or out; {@link Instant#MIN}: none did
     * @param left how many of the first changes a standing may have left to this log by now, since it keeps the latest only
     * @param leftUpTo what a standing may have left to this log lies before this; {@link Instant#MIN}: nothing was left to it
     */
    record Said(List<Instant> flips, long sequence, Instant ruled, int left, Instant leftUpTo) {
        static final Said NOTHING = new Said(List.of(), 0, Instant.MIN, 0, Instant.MIN);

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
            int leaves = Publication.leavesToLog(now.size());
            return new Said(
                    now,
                    Math.max(sequence, told.sequence),
                    told.byRule ? later(ruled, effective) : ruled,
                    Math.max(left, leaves),
                    leaves > 0 ? later(leftUpTo, now.get(leaves - 1)) : leftUpTo);
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        /** Since when it has been a member; empty: it is none. */
        Optional<Instant> since() {
            return flips.size() % 2 == 1 ? Optional.of(flips.get(flips.size() - 1)) : Optional.empty();
        }

        /**
         * Whether a standing says the same. It keeps the latest changes only, and how many depends on when it left the others to the log;
         * what came late may have taken back some of what it kept.
         */
        boolean isIn(Standing standing) {
            int without = flips.size() - standing.flips().size();
            return without >= 0
                    && without <= left
                    && without % 2 == 0
                    && standing.flips().equals(flips.subList(without, flips.size()))
                    && standing.sequence() == sequence;
        }

        /** A standing that says the same, in the place of one that says something else. */
        Standing in(Standing wrong) {
            return standing(wrong, wrong.audienceVersion(), wrong.exactFrom());
        }

        /**
         * The same in the place of one that is lost. Under a changed rule nobody can say whether it was evaluated: while that rule is being
         * filled it counts as one of before, which the filling evaluates. Otherwise what is published is exact from the rule on, or from
         * where that let it in or out.
         */
        Standing anew(Evaluated.Subject subject) {
            boolean revised = subject.version() > 1;
            return standing(
                    Standing.none(subject),
                    revised && subject.filling() ? subject.version() - 1 : subject.version(),
                    revised ? later(subject.begin(), ruled) : subject.begin());
        }

        private Standing standing(Standing from, long audienceVersion, Instant exactFrom) {
            return new Standing(
                    from.audienceId(),
                    audienceVersion,
                    from.profileVersion(),
                    later(exactFrom, leftUpTo),
                    sequence,
                    flips.subList(Publication.leavesToLog(flips.size()), flips.size()),
                    from.due());
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
