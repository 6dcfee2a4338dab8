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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
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
    private final Evaluated.Subject subject = new Evaluated.Subject(UUID.randomUUID(), "any", 1, Instant.EPOCH, false);

    private Set<UUID> write(long version, Origin origin) {
        Facts facts = new Facts(Optional.of(JUNE), List.of(), new TreeMap<>(), true);
        Rule rule = new Rule.Absent(EventSelector.ANY);
        Evaluated evaluated = new Evaluated(
                "overtaken", ann, version, subject, () -> Evaluator.history(rule, facts, Instant.MIN), JUNE, origin);
        return database.transaction(tx -> writer.write(tx, List.of(evaluated), any -> true));
    }

    private static Origin.Changed changed() {
        return new Origin.Changed(JUNE, Set.of(), Optional.empty(), at -> false, false);
    }

    @Test
    void the_writer_tells_of_it() {
        assertEquals(Set.of(), write(2, changed()));
        assertEquals(Set.of(), write(2, changed()));
        assertEquals(Set.of(ann), write(1, changed()));
        // Nothing happened: whoever was later has looked back to what was due.
        assertEquals(Set.of(), write(1, new Origin.Due(JUNE, at -> false)));
        assertEquals(Set.of(), write(1, new Origin.Filling()));
    }
}
