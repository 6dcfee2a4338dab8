package io.onefold.segment.membership;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How a profile stands to an audience: what was published, as far as it is in force.
 *
 * @param audienceVersion the version of the rule that was evaluated
 * @param profileVersion the version of the profile that was evaluated
 * @param exactFrom what was published is exact from this instant on
 * @param sequence how many changes were published
 * @param flips when membership was published to change: the first entry, the exit after it, and so on
 * @param due when membership changes next if nothing happens
 */
record Standing(
        UUID audienceId,
        long audienceVersion,
        long profileVersion,
        Instant exactFrom,
        long sequence,
        List<Instant> flips,
        Optional<Instant> due) {
    Standing {
        flips = List.copyOf(flips);
    }

    static Standing none(Evaluated.Subject subject) {
        return new Standing(subject.id(), subject.version(), 0, subject.begin(), 0, List.of(), Optional.empty());
    }

    /** The same under another version of the rule that has been evaluated for everybody since it began: this one was nobody then. */
    Standing under(Evaluated.Subject subject) {
        return new Standing(
                audienceId, subject.version(), profileVersion, subject.begin(), sequence, flips, Optional.empty());
    }

    Standing withoutTimer() {
        return new Standing(audienceId, audienceVersion, profileVersion, exactFrom, sequence, flips, Optional.empty());
    }

    boolean isMember() {
        return flips.size() % 2 == 1;
    }

    /** Whether what was published says that it was a member at an instant. */
    boolean wasMember(Instant at) {
        int before = 0;
        while (before < flips.size() && !flips.get(before).isAfter(at)) {
            before++;
        }
        return before % 2 == 1;
    }

    /** Since when it has been a member, as far as was published. */
    Optional<Instant> since() {
        return isMember() ? Optional.of(flips.get(flips.size() - 1)) : Optional.empty();
    }
}
