package io.onefold.segment.membership;

import io.onefold.segment.evaluation.History;
import io.onefold.segment.evaluation.Truth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an evaluation makes of a standing: the differences to publish. The published log is read so that a later item overrides earlier
 * ones from its instant on; so from the first instant at which the new history says something else than what was published, every
 * change of it is published again, and nothing before.
 */
final class Publication {
    /** An event that comes less late than this, measured by the last evaluation, is not called late. */
    private static final Duration LATENESS = Duration.ofMinutes(1);

    /** Standings keep so many changes; what is older is left to the log. */
    static final int MOST_FLIPS = 512;

    private final Evaluated evaluated;
    private final Optional<Instant> evaluatedAt;
    private final boolean known;
    private final Optional<Instant> due;
    private final boolean ahead;
    private final History history;
    private final Instant to;
    private final List<Change> changes = new ArrayList<>();
    private final List<Instant> before;
    private final List<Instant> flips;
    private Instant exactFrom;
    private long sequence;

    /** What was published of one profile and audience, and how it stands now. */
    record Step(Standing standing, List<Change> changes) {
        Step marked(boolean isCorrection) {
            return new Step(
                    standing,
                    changes.stream().map(change -> change.marked(isCorrection)).toList());
        }
    }

    /**
     * One change to publish.
     *
     * @param correction whether nobody enters or leaves by it
     */
    record Change(boolean member, Instant effective, Cause cause, long sequence, boolean correction) {
        Change marked(boolean isCorrection) {
            return new Change(member, effective, cause, sequence, isCorrection);
        }
    }

    private Publication(Optional<Standing> stored, Optional<Instant> evaluatedAt, Evaluated evaluated) {
        Standing before = stored.orElseGet(() -> Standing.none(evaluated.subject()));
        this.evaluated = evaluated;
        this.evaluatedAt = evaluatedAt;
        this.known = stored.isPresent();
        this.due = before.due();
        this.ahead = evaluated.origin() instanceof Origin.Changed changed
                ? changed.ahead()
                : evaluated.origin() instanceof Origin.Due && evaluated.version() > before.profileVersion();
        this.history = evaluated.history().get();
        this.sequence = before.sequence();
        this.before = before.flips();
        this.flips = new ArrayList<>(before.flips());
        Instant latest =
                evaluatedAt.filter(last -> last.isAfter(evaluated.instant())).orElse(evaluated.instant());
        this.to = latest;
        // The audience may have been created before its workspace got a clock of its own.
        this.exactFrom = before.exactFrom().isAfter(to) ? to : before.exactFrom();
    }

    /**
     * Nothing when the evaluation is older than the standing, or says nothing that must be kept.
     *
     * @param stored the standing, if there is one
     * @param evaluatedAt the last instant at which anything of the profile was evaluated
     */
    static Optional<Step> of(Optional<Standing> before, Optional<Instant> evaluatedAt, Evaluated evaluated) {
        Optional<Standing> stored =
                before.map(standing -> cameBack(standing, evaluated) ? standing.under(evaluated.subject()) : standing);
        if (stored.filter(standing -> isOutdated(evaluated, standing)).isPresent()) {
            return Optional.empty();
        }
        boolean newRule = stored.filter(standing ->
                        standing.audienceVersion() < evaluated.subject().version())
                .isPresent();
        boolean filling = evaluated.origin() instanceof Origin.Filling;
        if (filling && stored.isPresent() && !newRule) {
            // The live path was here first, at this version of the profile or at one whose news did not matter.
            return Optional.empty();
        }
        if (evaluated.origin() instanceof Origin.Due && stored.isEmpty()) {
            // Somebody found meanwhile that nothing will become of it, and nothing says at which version: the timer is
            // his to set.
            return Optional.empty();
        }
        Publication publication = new Publication(stored, evaluatedAt, evaluated);
        boolean revised = evaluated.subject().version() > 1;
        if (newRule || (revised && (filling || publication.isTheFillings()))) {
            publication.underNewRule();
        } else if (filling || publication.isTheFillings()) {
            publication.fill(publication.to);
        } else {
            publication.follow();
        }
        return Optional.of(publication.step());
    }

    /** Whether the filling under the present rule passed by a profile that was no more: then, back, it has its history since that rule began. */
    private static boolean cameBack(Standing standing, Evaluated evaluated) {
        return standing.audienceVersion() < evaluated.subject().version()
                && !evaluated.subject().filling()
                && !(evaluated.origin() instanceof Origin.Filling)
                && !standing.isMember();
    }

    private static boolean isOutdated(Evaluated evaluated, Standing standing) {
        return evaluated.subject().version() < standing.audienceVersion()
                || (evaluated.subject().version() == standing.audienceVersion()
                        && evaluated.version() < standing.profileVersion());
    }

    /** Whether nobody can say what of this profile's history is news, and what the filling would have found. */
    private boolean isTheFillings() {
        return !known
                && evaluated.subject().filling()
                && evaluated.origin().since().equals(Instant.MIN);
    }

    /** How many of the first changes of so many a standing leaves to the log: entries with their exits. */
    static int leavesToLog(int flips) {
        return flips > MOST_FLIPS ? (flips - MOST_FLIPS / 2) / 2 * 2 : 0;
    }

    private Step step() {
        int left = leavesToLog(flips.size());
        if (left > 0) {
            exactFrom = flips.get(left - 1);
            flips.subList(0, left).clear();
        }
        Standing standing = new Standing(
                evaluated.subject().id(),
                evaluated.subject().version(),
                evaluated.version(),
                exactFrom,
                sequence,
                flips,
                history.nextFlip(to));
        return new Step(
                standing,
                changes.stream().map(change -> change.marked(wasTold(change))).toList());
    }

    /** Who enters or leaves by a changed rule does so now: under the rule of before, what was published was right. */
    private void underNewRule() {
        exactFrom = to;
        if (isTrueAt(to) != isMember()) {
            publish(isTrueAt(to), to, Cause.RULE);
        }
    }

    /** Who was a member when the audience began, since when, and every change from then on up to an instant. */
    private void fill(Instant until) {
        if (until.isBefore(exactFrom)) {
            return;
        }
        if (isTrueAt(exactFrom)) {
            publish(true, began(exactFrom), fillingCause());
        }
        flipsBetween(exactFrom, until).forEach(flip -> publish(isTrueAt(flip), flip, fillingCause()));
    }

    private Cause fillingCause() {
        return evaluated.subject().version() > 1 ? Cause.RULE : Cause.BACKFILL;
    }

    /** Since when what is true at the beginning of the log has been so; under a changed rule no earlier than that. */
    private Instant began(Instant at) {
        return evaluated.subject().version() > 1 ? at : history.since(at).orElse(at);
    }

    private void follow() {
        Instant news = evaluated.origin().since();
        if (!known && evaluated.subject().filling()) {
            // What held before the first news is the filling's to tell, and it has not been here yet.
            fill(news.minus(1, ChronoUnit.MICROS));
        }
        // What was due before the news has not been looked at if no tick came in between.
        Instant from = due.filter(news::isAfter).orElse(news);
        if (ahead && (known || !evaluated.subject().filling())) {
            // What the facts know before the feed tells of it can have happened at any instant.
            from = exactFrom;
        }
        Instant begin = from.isBefore(exactFrom) ? exactFrom : from;
        Optional<Instant> difference = firstDifference(begin);
        if (difference.isEmpty()) {
            return;
        }
        Instant first = difference.get();
        boolean since = first.equals(exactFrom) && isTrueAt(first);
        // Who was one before the audience began, and is met before the filling comes by, did not enter by this news.
        boolean before = since && !known && evaluated.subject().filling() && first.isAfter(news);
        Instant effective = since ? began(first) : first;
        publish(isTrueAt(first), effective, before ? fillingCause() : cause(effective));
        for (Instant flip : flipsBetween(first, to)) {
            publish(isTrueAt(flip), flip, cause(flip));
        }
    }

    /**
     * Whether what was published before says the same of a part of the stretch of time, as it is now, in which the change lies. Of what was
     * to come nobody was told: who left and came back since enters.
     */
    private boolean wasTold(Change change) {
        Instant start = flips.stream()
                .filter(flip -> !flip.isAfter(change.effective))
                .reduce((one, later) -> later)
                .orElse(Instant.MIN);
        Instant end = flips.stream()
                .filter(flip -> flip.isAfter(change.effective))
                .findFirst()
                .orElse(Instant.MAX);
        // Before the first entry nobody was told of anything.
        boolean member = false;
        Instant from = Instant.MAX;
        for (Instant flip : before) {
            if (member == change.member && from.isBefore(end) && flip.isAfter(start)) {
                return true;
            }
            member = !member;
            from = flip;
        }
        return member == change.member && from.isBefore(end) && wasLookedAt(start);
    }

    private boolean wasLookedAt(Instant at) {
        return evaluatedAt.filter(at::isAfter).isEmpty()
                && due.filter(next -> !at.isBefore(next)).isEmpty();
    }

    private Optional<Instant> firstDifference(Instant begin) {
        if (begin.isAfter(to)) {
            return Optional.empty();
        }
        if (isTrueAt(begin) != wasMember(begin)) {
            return Optional.of(begin);
        }
        TreeSet<Instant> candidates = new TreeSet<>(flipsBetween(begin, to));
        flips.stream().filter(flip -> flip.isAfter(begin) && !flip.isAfter(to)).forEach(candidates::add);
        return candidates.stream()
                .filter(candidate -> isTrueAt(candidate) != wasMember(candidate))
                .findFirst();
    }

    /** The instants after {@code from} up to {@code until} at which membership changes. */
    private List<Instant> flipsBetween(Instant from, Instant until) {
        List<Instant> found = new ArrayList<>();
        boolean member = isTrueAt(from);
        NavigableMap<Instant, Truth> values = history.between(from, until);
        for (var value : values.entrySet()) {
            boolean now = value.getValue() == Truth.TRUE;
            if (now != member) {
                found.add(value.getKey());
                member = now;
            }
        }
        return found;
    }

    private boolean isTrueAt(Instant at) {
        return history.at(at) == Truth.TRUE;
    }

    private boolean isMember() {
        return flips.size() % 2 == 1;
    }

    private boolean wasMember(Instant at) {
        return flips.stream().filter(flip -> !flip.isAfter(at)).count() % 2 == 1;
    }

    private void publish(boolean member, Instant effective, Cause cause) {
        flips.removeIf(flip -> !flip.isBefore(effective));
        if (isMember() != member) {
            flips.add(effective);
        }
        sequence++;
        changes.add(new Change(member, effective, cause, sequence, false));
    }

    /**
     * What an event did at its own instant is that event's, whoever finds it: the change that tells of it, a timer when its time comes, or an
     * earlier change or timer to which the facts are ahead of the feed. Late is what lies clearly before what was looked at already; where
     * the facts are ahead that is all up to now, since the change that will tell of it comes after this one.
     */
    private Cause cause(Instant at) {
        if (evaluated.origin() instanceof Origin.Rebuilding) {
            // What became due since is time's; nothing else is news to anybody.
            return due.filter(at::equals).isPresent() ? Cause.TIME : Cause.REBUILD;
        }
        return evaluated.origin() instanceof Origin.Changed changed
                ? cause(at, changed)
                : cause(at, (Origin.Due) evaluated.origin());
    }

    private Cause cause(Instant at, Origin.Due dueNow) {
        if (dueNow.happened().test(at)) {
            // What its instant was known of before has come in time, however long after it the clock was looked at.
            boolean expected = at.equals(dueNow.at()) || dueNow.foretold().test(at);
            return ahead && !expected && isLate(at, to) ? Cause.LATE : Cause.EVENT;
        }
        return at.isBefore(dueNow.at()) ? Cause.LATE : Cause.TIME;
    }

    private Cause cause(Instant at, Origin.Changed changed) {
        if (changed.added().contains(at)) {
            return evaluatedAt.filter(last -> isLate(at, last)).isPresent() ? Cause.LATE : Cause.EVENT;
        }
        boolean happened = changed.happened().test(at);
        if (due.filter(at::equals).isPresent()) {
            return happened ? Cause.EVENT : Cause.TIME;
        }
        if (changed.regrouped().isPresent()) {
            return changed.regrouped().get();
        }
        if (happened && ahead) {
            return isLate(at, to) ? Cause.LATE : Cause.EVENT;
        }
        if (evaluatedAt.filter(last -> !at.isAfter(last)).isPresent()) {
            return Cause.LATE;
        }
        return happened ? Cause.EVENT : Cause.TIME;
    }

    private static boolean isLate(Instant at, Instant looked) {
        return at.isBefore(looked.minus(LATENESS));
    }
}
