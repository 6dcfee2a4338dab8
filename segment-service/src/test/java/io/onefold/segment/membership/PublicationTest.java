package io.onefold.segment.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.PlainEvents;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cases that a reader of the code found, each with its name. */
class PublicationTest {
    private static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");
    private static final Rule ANYTHING = new Rule.Occurred(EventSelector.ANY);

    /** Read before somebody else found that nothing will come of it, and dropped what stood: no version refuses it. */
    @Test
    void aTimerThatNobodyHasSetAnyMoreSaysNothing() {
        Origin due = new Origin.Due(BEGIN, at -> false, at -> false);
        assertEquals(
                Optional.empty(), Publication.of(Optional.empty(), Optional.empty(), evaluated(1, false, due, BEGIN)));
    }

    @Test
    void whoWasAMemberBeforeTheAudienceBeganIsTheFillingsAlsoWhenNewsComesFirst() {
        Instant yesterday = BEGIN.minusSeconds(86_400);
        Instant late = BEGIN.minusSeconds(2);
        Origin news = new Origin.Changed(late, Set.of(late), Optional.empty(), at -> false, false);
        assertEquals(
                List.of(new Publication.Change(true, yesterday, Cause.BACKFILL, 1, false)),
                changes(evaluated(1, true, news, yesterday, late)));
    }

    @Test
    void underAChangedRuleItIsTheRuleThatLetsThemIn() {
        Instant late = BEGIN.minusSeconds(2);
        Origin news = new Origin.Changed(late, Set.of(late), Optional.empty(), at -> false, false);
        assertEquals(
                List.of(new Publication.Change(true, BEGIN, Cause.RULE, 1, false)),
                changes(evaluated(2, true, news, BEGIN.minusSeconds(60), late)));
    }

    @Test
    void whoEntersByTheNewsEntersByTheEvent() {
        Instant now = BEGIN.plusSeconds(5);
        Origin news = new Origin.Changed(now, Set.of(now), Optional.empty(), at -> false, false);
        assertEquals(
                List.of(new Publication.Change(true, now, Cause.EVENT, 1, false)),
                changes(evaluated(1, true, news, now)));
    }

    /** Both are found by one evaluation, long after the first entry was told: nobody was told of what was to come. */
    @Test
    void whoLeavesAndComesBackEnters() {
        Rule lately = new Rule.Occurred(EventSelector.ANY.within(Duration.ofSeconds(30)));
        Origin first = new Origin.Changed(BEGIN, Set.of(BEGIN), Optional.empty(), at -> false, false);
        Publication.Step told = Publication.of(
                        Optional.empty(), Optional.empty(), evaluated(lately, BEGIN.plusSeconds(1), first, BEGIN))
                .orElseThrow();
        Instant again = BEGIN.plusSeconds(50);
        Origin news = new Origin.Changed(again, Set.of(again), Optional.empty(), at -> false, false);
        List<Publication.Change> changes = Publication.of(
                        Optional.of(told.standing()),
                        Optional.of(BEGIN.plusSeconds(1)),
                        evaluated(lately, again, news, BEGIN, again))
                .orElseThrow()
                .changes();
        assertEquals(
                List.of(
                        new Publication.Change(
                                false, BEGIN.plusSeconds(30).plus(1, ChronoUnit.MICROS), Cause.TIME, 2, false),
                        new Publication.Change(true, again, Cause.EVENT, 3, false)),
                changes);
    }

    /** The facts are of a later version than the standing, by an event that does not matter here; the clock is looked at once an hour. */
    @Test
    void whatWasDatedAheadTurnsTheAudienceByTheEventHoweverLongAfterItTheClockComes() {
        Rule lately = new Rule.Occurred(EventSelector.ANY.within(Duration.ofSeconds(30)));
        Instant first = BEGIN.plusSeconds(1_800);
        Instant second = BEGIN.plusSeconds(2_400);
        assertEquals(
                List.of(Cause.EVENT, Cause.TIME, Cause.EVENT, Cause.TIME),
                causes(lately, first, second, second::equals));
        // Nobody knew of the second before: it came in the meantime.
        assertEquals(
                List.of(Cause.EVENT, Cause.TIME, Cause.LATE, Cause.TIME), causes(lately, first, second, at -> false));
    }

    private static List<Cause> causes(Rule rule, Instant first, Instant second, Predicate<Instant> foretold) {
        Origin due = new Origin.Due(first, at -> at.equals(first) || at.equals(second), foretold);
        Evaluated evaluated = evaluated(rule, BEGIN.plusSeconds(3_600), due, first, second);
        Standing standing = new Standing(evaluated.subject().id(), 1, 0, BEGIN, 0, List.of(), Optional.of(first));
        return Publication.of(Optional.of(standing), Optional.of(BEGIN), evaluated).orElseThrow().changes().stream()
                .map(Publication.Change::cause)
                .toList();
    }

    private static List<Publication.Change> changes(Evaluated evaluated) {
        return Publication.of(Optional.empty(), Optional.empty(), evaluated)
                .orElseThrow()
                .changes();
    }

    private static Evaluated evaluated(long version, boolean filling, Origin origin, Instant... events) {
        return evaluated(ANYTHING, version, filling, BEGIN.plusSeconds(60), origin, events);
    }

    private static Evaluated evaluated(Rule rule, Instant instant, Origin origin, Instant... events) {
        return evaluated(rule, 1, false, instant, origin, events);
    }

    private static Evaluated evaluated(
            Rule rule, long version, boolean filling, Instant instant, Origin origin, Instant... events) {
        List<EventFact> facts =
                Stream.of(events).map(at -> PlainEvents.track("Anything", at)).toList();
        return new Evaluated(
                "w",
                new UUID(0, 1),
                1,
                new Evaluated.Subject(new UUID(0, 2), "any", version, BEGIN, filling, false),
                () -> Evaluator.history(
                        rule, new Facts(Optional.of(events[0]), facts, new TreeMap<>(), true), Instant.MIN),
                instant,
                origin);
    }
}
