package io.onefold.segment.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.devstack.Wait;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Database;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One replica scans for an audience, until it has done so or is dead. */
@ServiceTest
class FillingLeasesTest {
    @Inject
    Database database;

    @Inject
    FillingStore store;

    @Inject
    FeedConfig config;

    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private FillingLeases here;
    private FillingLeases there;

    @BeforeEach
    void two_replicas() {
        here = new FillingLeases(database, store, config);
        there = new FillingLeases(database, store, config);
    }

    @Test
    void what_one_fills_the_other_leaves_alone() {
        try (FillingLeases.Lease mine = here.take(List.of(one))) {
            assertEquals(Set.of(one), mine.held());
            try (FillingLeases.Lease others = there.take(List.of(one, other))) {
                assertEquals(Set.of(other), others.held());
            }
        }
        try (FillingLeases.Lease others = there.take(List.of(one))) {
            assertEquals(Set.of(one), others.held());
        }
    }

    @Test
    void who_makes_progress_keeps_it_and_who_hangs_does_not() throws InterruptedException {
        Duration time = Duration.ofSeconds(3);
        here = new FillingLeases(database, store, time);
        try (FillingLeases.Lease mine = here.take(List.of(one))) {
            Instant end = Instant.now().plus(time.multipliedBy(2));
            while (Instant.now().isBefore(end)) {
                mine.progressed();
                assertEquals(Set.of(), there.take(List.of(one)).held());
            }
            Wait.until(
                    Duration.ofMinutes(1),
                    "somebody else takes it",
                    () -> !there.take(List.of(one)).held().isEmpty());
        }
    }

    @Test
    void who_is_dead_is_succeeded() {
        Instant now = Instant.now();
        UUID dead = UUID.randomUUID();
        Set<UUID> held = database.transaction(tx -> store.take(tx, List.of(one), dead, now.minusSeconds(9), now));
        assertEquals(Set.of(one), held);
        try (FillingLeases.Lease mine = here.take(List.of(one))) {
            assertEquals(Set.of(one), mine.held());
        }
    }
}
