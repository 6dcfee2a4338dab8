package io.onefold.segment.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.PlainEvents;
import io.onefold.segment.membership.PublishedLog.Said;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A standing that is lost is made from the log so that nobody is told anything by it, however much of it the standing had left to the log. */
class PublishedLogTest {
    private static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");
    private static final UUID PERSON = new UUID(0, 1);
    private static final UUID AUDIENCE = new UUID(0, 2);
    private static final Rule LATELY = new Rule.Occurred(EventSelector.ANY.within(Duration.ofSeconds(30)));
    /** What happens every minute makes a member for half of it. */
    private static final int AT_ONCE = 37;

    private final PublishedLog log = new PublishedLog("w");
    private final List<Instant> events = new ArrayList<>();
    private Optional<Standing> standing = Optional.empty();
    private Optional<Instant> evaluatedAt = Optional.empty();

    private Said said() {
        return log.of(PERSON, AUDIENCE);
    }

    private static Evaluated.Subject subject(long version, boolean filling) {
        return new Evaluated.Subject(AUDIENCE, "any", version, BEGIN, filling, false);
    }

    private Evaluated evaluated(Evaluated.Subject subject, Instant instant, Origin origin) {
        List<EventFact> facts =
                events.stream().map(at -> PlainEvents.track("Anything", at)).toList();
        return new Evaluated(
                "w",
                PERSON,
                1,
                subject,
                () -> Evaluator.history(
                        LATELY, new Facts(Optional.of(BEGIN), facts, new TreeMap<>(), true), Instant.MIN),
                instant,
                origin);
    }

    /** As the live path does, and into the log. */
    private void publish(Evaluated one) {
        Publication.Step step = Publication.of(standing, evaluatedAt, one).orElseThrow();
        step.changes()
                .forEach(change -> log.add(MembershipCodec.item(one, change).payload()));
        standing = Optional.of(step.standing());
        evaluatedAt = Optional.of(one.instant());
    }

    private void happens(int times) {
        for (int i = 0; i < times; i += AT_ONCE) {
            List<Instant> news = IntStream.range(events.size(), events.size() + Math.min(AT_ONCE, times - i))
                    .mapToObj(minute -> BEGIN.plusSeconds(60L * minute + 1))
                    .toList();
            events.addAll(news);
            Origin origin = new Origin.Changed(news.get(0), Set.copyOf(news), Optional.empty(), at -> false, false);
            publish(evaluated(subject(1, false), news.get(news.size() - 1).plusSeconds(50), origin));
        }
    }

    /** All that came after some of it turns out to be somebody else's. */
    private void onlyTheFirstAreLeft(int first) {
        events.subList(first, events.size()).clear();
        Origin split = new Origin.Changed(Instant.MIN, Set.of(), Optional.of(Cause.SPLIT), at -> false, true);
        publish(evaluated(subject(1, false), evaluatedAt.orElseThrow(), split));
    }

    private void assertNobodyIsTold(Standing made) {
        assertTrue(said().isIn(made));
        Publication.Step step = Publication.of(
                        Optional.of(made),
                        evaluatedAt,
                        evaluated(subject(1, false), evaluatedAt.orElseThrow(), new Origin.Rebuilding()))
                .orElseThrow();
        assertEquals(List.of(), step.changes());
    }

    @Test
    void what_the_standing_left_to_the_log_is_not_told_again() {
        happens(700);
        Standing live = standing.orElseThrow();
        assertTrue(live.flips().size() < 1000 && said().flips().size() == 1400);
        assertTrue(said().isIn(live));
        assertNobodyIsTold(said().anew(subject(1, false)));
        assertNobodyIsTold(said().in(with(live, List.of())));
    }

    @Test
    void a_standing_of_which_most_was_taken_back_says_the_same_still() {
        happens(7 * AT_ONCE);
        assertTrue(said().flips().size() > Publication.MOST_FLIPS);
        onlyTheFirstAreLeft(140);
        Standing live = standing.orElseThrow();
        assertEquals(280, said().flips().size());
        assertTrue(live.flips().size() < 280);
        assertTrue(said().isIn(live));
        assertNobodyIsTold(said().anew(subject(1, false)));
        happens(20);
        assertTrue(said().isIn(standing.orElseThrow()));
        assertNobodyIsTold(said().anew(subject(1, false)));
    }

    /** What the standing has left to the log is not corrected any more: it is exact from there on. */
    @Test
    void a_standing_of_which_all_was_taken_back_says_the_same_still() {
        happens(700);
        onlyTheFirstAreLeft(100);
        Standing live = standing.orElseThrow();
        assertEquals(List.of(), live.flips());
        assertTrue(said().flips().size() > 200);
        assertTrue(said().isIn(live));
        assertNobodyIsTold(said().anew(subject(1, false)));
    }

    @Test
    void what_says_something_else_is_noticed() {
        happens(700);
        Standing live = standing.orElseThrow();
        List<Instant> all = said().flips();
        List<Instant> kept = live.flips();
        assertFalse(said().isIn(with(live, kept.subList(1, kept.size()))));
        assertFalse(said().isIn(with(live, kept.subList(0, kept.size() - 1))));
        assertFalse(said().isIn(with(live, all.subList(all.size() - 2, all.size()))));
        assertFalse(said().isIn(with(live, List.of())));
        assertTrue(said().isIn(with(live, all)));
    }

    @Test
    void of_few_changes_all_must_be_there() {
        happens(10);
        Standing live = standing.orElseThrow();
        assertTrue(said().isIn(live));
        assertFalse(said().isIn(with(live, live.flips().subList(2, live.flips().size()))));
        assertNobodyIsTold(said().anew(subject(1, false)));
    }

    private static Standing with(Standing live, List<Instant> flips) {
        return new Standing(
                live.audienceId(),
                live.audienceVersion(),
                live.profileVersion(),
                live.exactFrom(),
                live.sequence(),
                flips,
                live.due());
    }

    /** What was true by it before it let anybody in or out was never told: it was not in force. */
    @Test
    void under_a_changed_rule_it_is_exact_from_where_that_let_it_in() {
        events.addAll(List.of(BEGIN.plusSeconds(1), BEGIN.plusSeconds(100)));
        Instant filled = BEGIN.plusSeconds(110);
        publish(evaluated(subject(2, true), filled, new Origin.Filling()));
        assertEquals(List.of(filled), said().flips());
        Standing made = said().anew(subject(2, false));
        assertEquals(filled, made.exactFrom());
        Evaluated again = evaluated(subject(2, false), filled, new Origin.Rebuilding());
        assertEquals(
                List.of(),
                Publication.of(Optional.of(made), evaluatedAt, again)
                        .orElseThrow()
                        .changes());
    }

    @Test
    void while_a_changed_rule_is_filled_the_filling_evaluates_it() {
        happens(1);
        assertEquals(2, said().flips().size());
        Evaluated.Subject filled = subject(2, true);
        events.add(BEGIN.plusSeconds(120));
        Instant now = BEGIN.plusSeconds(121);
        Standing made = said().anew(filled);
        Publication.Step step = Publication.of(
                        Optional.of(made), evaluatedAt, evaluated(filled, now, new Origin.Filling()))
                .orElseThrow();
        assertEquals(List.of(new Publication.Change(true, now, Cause.RULE, 3, false)), step.changes());
        assertEquals(2, step.standing().audienceVersion());
    }

    /** What the log says of a first rule was found under it, by the filling or by an event that came before it. */
    @Test
    void under_a_first_rule_nothing_is_of_a_rule_before() {
        happens(1);
        Standing made = said().anew(subject(1, true));
        assertEquals(1, made.audienceVersion());
        assertEquals(BEGIN, made.exactFrom());
    }
}
