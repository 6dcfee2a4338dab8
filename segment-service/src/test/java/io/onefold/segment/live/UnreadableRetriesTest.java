package io.onefold.segment.live;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ScriptedProfiles.Refusal;
import io.onefold.segment.script.ServiceTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was published without the events of a profile that could not be read is put right by itself. */
@ServiceTest
class UnreadableRetriesTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    KnownFacts facts;

    @Inject
    Database database;

    @Inject
    UnreadableRetries retries;

    private final UUID ann = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Bought " + suffix;
    private final String buyers = "buyers_" + suffix;

    @BeforeEach
    void ann_buys() {
        create(buyers, boughtAtLeast(bought, "1"));
        buys();
        are(ann);
    }

    private void buys() {
        profiles.happen(ann, new Happening(bought, JUNE, "1"));
    }

    private void are(UUID... ids) {
        assertEquals(
                Stream.of(ids).map(UUID::toString).toList(),
                memberIds(buyers, profiles.token().encode()));
    }

    private List<Instant> retryAt() {
        List<Instant> times = new ArrayList<>();
        for (Row row : database.snapshot(tx -> tx.query(
                "select retry_at from unreadable_profile where bucket = $1 and profile_id = $2",
                Bucket.of(ann),
                ann))) {
            times.add(row.getOffsetDateTime(0).toInstant());
        }
        return times;
    }

    private void theTimeIsOver() {
        database.inTransaction(tx -> tx.execute(
                "update unreadable_profile set retry_at = $3 where bucket = $1 and profile_id = $2",
                Bucket.of(ann),
                ann,
                JUNE.atOffset(ZoneOffset.UTC)));
        retries.sweep();
    }

    private void isNotRead() {
        facts.forget(List.of(ann));
        buys();
        are();
        Instant now = Instant.now();
        List<Instant> times = retryAt();
        assertEquals(1, times.size());
        assertTrue(times.get(0).isAfter(now.plus(Duration.ofMinutes(50))), times::toString);
        assertTrue(times.get(0).isBefore(now.plus(Duration.ofMinutes(70))), times::toString);
    }

    @Test
    void when_its_time_is_over_it_is_evaluated_without_an_event() {
        try (Refusal refused = profiles.refuse(ann, bought, Status.INTERNAL)) {
            isNotRead();
            assertTrue(refused.count() >= 3);
            retries.sweep();
            are();
        }
        theTimeIsOver();
        are(ann);
        assertEquals(List.of(), retryAt());
    }

    @Test
    void one_that_still_cannot_be_read_stays_noted() {
        try (Refusal refused = profiles.refuse(ann, bought, Status.INTERNAL)) {
            isNotRead();
            int asked = refused.count();
            theTimeIsOver();
            assertTrue(refused.count() > asked);
            are();
            assertTrue(retryAt().get(0).isAfter(Instant.now()), () -> retryAt().toString());
        }
        theTimeIsOver();
        are(ann);
        assertEquals(List.of(), retryAt());
    }
}
