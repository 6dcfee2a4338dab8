package io.onefold.segment.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.kit.sql.Database;
import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A change is not dropped in silence because somebody has evaluated a later version meanwhile. */
@ServiceTest
class OvertakenChangeTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    Database database;

    @Inject
    MembershipWriter writer;

    private final UUID ann = UUID.randomUUID();
    private final Evaluated.Subject subject =
            new Evaluated.Subject(UUID.randomUUID(), "any", 1, Instant.EPOCH, false, false);

    private Map<UUID, Long> write(long version, Origin origin) {
        Evaluated evaluated = evaluated(version, origin, new AtomicInteger());
        return database.transaction(tx -> writer.write(tx, new Tried(List.of(evaluated)), any -> true));
    }

    private static Origin.Changed changed() {
        return new Origin.Changed(JUNE, Set.of(), Optional.empty(), at -> false, false);
    }

    @Test
    void the_writer_tells_of_it() {
        assertEquals(Map.of(), write(2, changed()));
        assertEquals(Map.of(), write(2, changed()));
        assertEquals(Map.of(ann, 1L), write(1, changed()));
        // Nothing happened: whoever was later has looked back to what was due.
        assertEquals(Map.of(), write(1, new Origin.Due(JUNE, at -> false, at -> false)));
        assertEquals(Map.of(), write(1, new Origin.Filling()));
    }

    @Test
    void what_was_evaluated_before_the_lock_is_evaluated_again_only_when_the_standing_has_moved() {
        AtomicInteger evaluations = new AtomicInteger();
        assertEquals(Map.of(), database.transaction(tx -> writer.write(tx, attempt(1, evaluations), any -> true)));
        assertEquals(1, evaluations.get());
        Tried late = attempt(1, evaluations);
        assertEquals(2, evaluations.get());
        assertEquals(Map.of(), database.transaction(tx -> writer.write(tx, attempt(2, evaluations), any -> true)));
        assertEquals(3, evaluations.get());
        assertEquals(Map.of(ann, 1L), database.transaction(tx -> writer.write(tx, late, any -> true)));
        assertEquals(3, evaluations.get(), "an older one is not even evaluated");
        Tried moved = attempt(3, evaluations);
        assertEquals(Map.of(), database.transaction(tx -> writer.write(tx, attempt(3, evaluations), any -> true)));
        assertEquals(Map.of(), database.transaction(tx -> writer.write(tx, moved, any -> true)));
        assertEquals(6, evaluations.get());
    }

    @Test
    void a_filling_evaluates_once() {
        AtomicInteger evaluations = new AtomicInteger();
        Tried tried = writer.attempt(List.of(evaluated(1, new Origin.Filling(), evaluations)));
        assertEquals(Map.of(), database.transaction(tx -> writer.write(tx, tried, any -> true)));
        assertEquals(1, evaluations.get());
    }

    private Tried attempt(long version, AtomicInteger evaluations) {
        return writer.attempt(List.of(evaluated(version, changed(), evaluations)));
    }

    private Evaluated evaluated(long version, Origin origin, AtomicInteger evaluations) {
        Facts facts = new Facts(Optional.of(JUNE), List.of(), new TreeMap<>(), true);
        Rule rule = new Rule.Absent(EventSelector.ANY);
        return new Evaluated(
                "overtaken",
                ann,
                version,
                subject,
                () -> {
                    evaluations.incrementAndGet();
                    return Evaluator.history(rule, facts, Instant.MIN);
                },
                JUNE,
                origin);
    }
}
