package io.onefold.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.launcher.demo.MembershipHistory.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Instant FIRST = Instant.parse("2011-06-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2011-06-02T00:00:00Z");
    private static final Instant THIRD = Instant.parse("2011-06-03T00:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final Comparison comparison = new Comparison(lines::add, false);

    @BeforeEach
    void group() {
        comparison.group("people", "who is in");
    }

    @Test
    void whatIsEqualIsNoDifference() {
        comparison.set("members", Set.of("ann"), Set.of("ann"));
        comparison.days("days", Map.of(FIRST, Set.of("ann")), Map.of(FIRST, Set.of("ann")), (id, day) -> "never asked");
        assertEquals(0, comparison.differences());
        assertEquals(List.of(), lines);
        comparison.summary();
        assertEquals("  people        2 of 2 exact  who is in", lines.get(1));
    }

    @Test
    void whatIsEqualIsShownTooWhenEveryFigureIsAskedFor() {
        Comparison verbose = new Comparison(lines::add, true);
        verbose.group("people", "who is in");
        verbose.heading("vip");
        verbose.set("members", Set.of("ann"), Set.of("ann"));
        assertEquals("vip", lines.get(1));
        assertTrue(lines.get(2).endsWith("1  ok"), lines.toString());
    }

    @Test
    void whatDiffersStandsUnderItsHeadingAndInItsGroup() {
        comparison.heading("vip");
        comparison.number("size", 1, 1);
        comparison.group("mails", "one each");
        comparison.heading("greetings");
        comparison.number("sent", 2, 2);
        comparison.number("received", 2, 3);
        assertEquals(List.of("greetings"), lines.subList(1, 2));
        assertTrue(lines.get(2).startsWith("received ") && lines.get(2).endsWith("DIFFERS"), lines.toString());
        comparison.summary();
        assertEquals("  people        1 of 1 exact  who is in", lines.get(4));
        assertEquals("  mails        1 of 2 DIFFER  one each", lines.get(5));
        assertEquals(1, comparison.differences());
    }

    @Test
    void aDayThatDiffersIsExplainedWithBothIntervals() {
        MembershipHistory history = new MembershipHistory();
        history.add(new Change("vip", "ann", true, FIRST.minusSeconds(60), "EVENT", 1, 4));
        history.add(new Change("vip", "ann", false, SECOND.minusSeconds(60), "TIME", 2, 4));
        history.add(new Change("vip", "old-ann", true, FIRST, "EVENT", 1, 2));
        Map<Instant, Set<String>> evaluated = Map.of(FIRST, Set.of("ann"), SECOND, Set.of("ann"), THIRD, Set.of());
        Map<Instant, Set<String>> replayed = Map.of(FIRST, Set.of("ann"), SECOND, Set.of(), THIRD, Set.of());
        Inquest inquest = new Inquest("vip", history, Map.of("old-ann", "ann"), new Persons(List.of()));
        comparison.days("days", evaluated, replayed, (id, day) -> inquest.ofDay(id, day, evaluated));
        assertEquals(1, comparison.differences());
        String explained = lines.get(lines.size() - 1);
        assertTrue(explained.contains("missing: ann (unknown profile ann) as of " + SECOND), explained);
        assertTrue(explained.contains("evaluated in from " + FIRST + " to " + SECOND), explained);
        assertTrue(
                explained.contains("the feed told 2011-05-31T23:59:00Z in (EVENT, sequence 1, profile version 4),"),
                explained);
        assertTrue(explained.contains("2011-06-01T23:59:00Z out (TIME, sequence 2"), explained);
        assertTrue(explained.contains("of its former id old-ann " + FIRST + " in (EVENT"), explained);
    }

    @Test
    void onlySomeOfManyAreShown() {
        comparison.set("members", Set.of("a", "b", "c", "d", "e", "f", "g"), Set.of("h"));
        assertEquals(1, comparison.differences());
        assertEquals(
                5, lines.stream().filter(line -> line.contains("missing: ")).count());
        assertTrue(lines.contains("    … and 2 more"), lines.toString());
        assertTrue(lines.contains("    unexpected: h"), lines.toString());
    }
}
