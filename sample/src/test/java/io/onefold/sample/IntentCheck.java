package io.onefold.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.sample.truth.Answers;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds the people that the generator had in mind against the profiles that came out. */
final class IntentCheck {
    private IntentCheck() {}

    static void check(Intent intent, Answers answers) {
        assertEquals(intent.shared(), contested(answers), "contested values");
        assertSame(lists(intent.own()), lists(answers.identifiers()));
        assertEquals(eventsByIdentifiers(intent), eventsByIdentifiers(answers), "events of each profile");
        checkEnrichingRows(intent);
    }

    private static void assertSame(SortedSet<String> intended, SortedSet<String> found) {
        SortedSet<String> missing = new TreeSet<>(intended);
        missing.removeAll(found);
        SortedSet<String> unexpected = new TreeSet<>(found);
        unexpected.removeAll(intended);
        assertTrue(
                missing.isEmpty() && unexpected.isEmpty(), () -> "missing " + missing + ", unexpected " + unexpected);
    }

    /** What only enriches says nothing new of its person, and nothing at all of anybody where it is about nobody. */
    private static void checkEnrichingRows(Intent intent) {
        SortedSet<String> shared = intent.shared();
        Map<String, SortedSet<String>> own = intent.own();
        SortedSet<String> seen =
                own.values().stream().flatMap(SortedSet::stream).collect(Collectors.toCollection(TreeSet::new));
        seen.addAll(shared);
        long strangers = 0;
        for (Intent.Made row : intent.rows()) {
            if (row.enriches() && row.person().equals("nobody")) {
                assertTrue(row.identifiers().stream().noneMatch(seen::contains), row::toString);
                strangers++;
            } else if (row.enriches()) {
                SortedSet<String> persons = own.getOrDefault(row.person(), new TreeSet<>());
                assertTrue(
                        row.identifiers().stream().allMatch(one -> shared.contains(one) || persons.contains(one)),
                        row::toString);
            }
        }
        assertTrue(strangers > 0, "no row about a cookie that was never seen");
    }

    private static SortedSet<String> contested(Answers answers) {
        SortedSet<String> contested = new TreeSet<>();
        answers.figures()
                .required("ambiguousValues")
                .forEach(pair -> contested.add(
                        pair.get(0).textValue() + ":" + pair.get(1).textValue()));
        return contested;
    }

    private static SortedSet<String> lists(Map<String, SortedSet<String>> sets) {
        return sets.values().stream().map(SortedSet::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Long> eventsByIdentifiers(Intent intent) {
        Map<String, Long> byPerson = intent.events();
        Map<String, Long> events = new HashMap<>();
        intent.own()
                .forEach(
                        (person, identifiers) -> events.put(identifiers.toString(), byPerson.getOrDefault(person, 0L)));
        return events;
    }

    private static Map<String, Long> eventsByIdentifiers(Answers answers) {
        return answers.profiles().stream()
                .collect(Collectors.toMap(
                        row -> String.valueOf(answers.identifiers().get(row.get("pid"))),
                        row -> Long.valueOf(row.getOrDefault("events", ""))));
    }
}
