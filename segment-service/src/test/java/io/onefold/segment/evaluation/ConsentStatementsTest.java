package io.onefold.segment.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is stated for a purpose without a channel counts for each of its channels, but never against a channel's own denial. */
class ConsentStatementsTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Rule EMAIL = new Rule.Consent("marketing", "email");
    private static final Rule ANY = new Rule.Consent("marketing", "any");

    /** Each as `second channel +/-`. */
    private static Truth value(Rule rule, String... statements) {
        List<EventFact> events = Stream.of(statements)
                .map(statement -> statement.split(" "))
                .map(words -> stating(
                        NOON.plusSeconds(Long.parseLong(words[0])),
                        new ConsentFact("marketing", words[1], words[2].equals("+"))))
                .toList();
        Facts facts = new Facts(Optional.of(NOON), events, new TreeMap<>(), true);
        return Evaluator.evaluate(rule, facts, NOON.plusSeconds(60)).value();
    }

    private static EventFact stating(Instant time, ConsentFact consent) {
        return new EventFact(
                UUID.randomUUID(),
                time,
                EventType.IDENTIFY,
                "",
                Channel.WEB,
                false,
                Set.of(),
                Map.of(),
                List.of(consent),
                false,
                Optional.empty());
    }

    @Test
    void without_a_statement_for_the_channel_that_for_any_counts() {
        assertEquals(Truth.UNKNOWN, value(EMAIL, "1 sms +"));
        assertEquals(Truth.TRUE, value(EMAIL, "1 any +"));
        assertEquals(Truth.FALSE, value(EMAIL, "1 any -"));
        assertEquals(Truth.FALSE, value(EMAIL, "1 any +", "2 any -"));
        assertEquals(Truth.FALSE, value(EMAIL, "1 any +", "1 any -"));
    }

    @Test
    void a_denial_for_the_channel_stands_whatever_is_granted_for_any() {
        assertEquals(Truth.FALSE, value(EMAIL, "1 email -", "2 any +"));
        assertEquals(Truth.FALSE, value(EMAIL, "1 email +", "2 email -", "3 any +"));
        assertEquals(Truth.FALSE, value(EMAIL, "1 email -", "1 email +"));
    }

    @Test
    void a_denial_for_any_takes_back_what_was_granted_before_it() {
        assertEquals(Truth.TRUE, value(EMAIL, "1 any -", "2 email +"));
        assertEquals(Truth.FALSE, value(EMAIL, "1 email +", "2 any -"));
        assertEquals(Truth.FALSE, value(EMAIL, "1 email +", "1 any -"));
        assertEquals(Truth.TRUE, value(EMAIL, "1 email +", "2 any -", "3 any +"));
        assertEquals(Truth.TRUE, value(EMAIL, "1 email +", "2 any -", "3 email +"));
    }

    @Test
    void a_condition_on_any_looks_at_any_alone() {
        assertEquals(Truth.UNKNOWN, value(ANY, "1 email +"));
        assertEquals(Truth.TRUE, value(ANY, "1 any +", "2 email -"));
        assertEquals(Truth.FALSE, value(ANY, "1 any +", "2 any -", "3 email +"));
    }

    @Test
    void membership_ends_at_the_instant_of_the_denial() {
        Facts facts = new Facts(
                Optional.of(NOON),
                List.of(
                        stating(NOON, new ConsentFact("marketing", "email", true)),
                        stating(NOON.plusSeconds(5), new ConsentFact("marketing", "any", false))),
                new TreeMap<>(),
                true);
        Evaluation evaluation = Evaluator.evaluate(EMAIL, facts, NOON);
        assertEquals(Truth.TRUE, evaluation.value());
        assertEquals(Optional.of(NOON.plusSeconds(5)), evaluation.until());
    }
}
