package io.onefold.segment;

import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import io.onefold.devstack.Scrape;
import io.onefold.devstack.Wait;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A timer that is due and does not fire is seen, with by how much it is late; none is late as long as ticks do their work. */
@ServiceTest
class LateTimersTest {
    private static final java.time.Duration PATIENCE = java.time.Duration.ofMinutes(1);

    @TestHTTPResource(value = "metrics", management = true)
    URI metrics;

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Database database;

    private double shown(String metric) throws Exception {
        return Scrape.of(metrics).sum(metric, "workspace", ScriptedProfiles.WORKSPACE);
    }

    @Test
    void aTimerThatIsLateIsShownUntilItFires() throws Exception {
        UUID ann = UUID.randomUUID();
        String active = "active_" + ann.toString().substring(0, 8);
        String seen = "Seen " + active;
        Instant start = profiles.clock().plusSeconds(86_400);
        profiles.tick(start);
        create(
                active,
                Rule.newBuilder()
                        .setOccurred(track(seen).setWindow(Duration.newBuilder().setSeconds(600)))
                        .build());
        profiles.happen(ann, new Happening(seen, start.plusSeconds(5), "0"));
        profiles.tick(start.plusSeconds(300));
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        Wait.until(PATIENCE, "nothing is late", () -> shown("onefold_timers_late") == 0);
        // As if the tick before had not found it.
        database.inTransaction(tx -> tx.execute(
                "update standing set due_at = $3 where bucket = $1 and profile_id = $2",
                Bucket.of(ann),
                ann,
                start.plusSeconds(200).atOffset(ZoneOffset.UTC)));
        Wait.until(PATIENCE, "it is late", () -> shown("onefold_timers_late") == 1);
        // The two are read one after the other.
        Wait.until(
                PATIENCE,
                "it is late by what it is late",
                () -> Math.abs(shown("onefold_timers_lateness_seconds") - 100) <= 1);
        profiles.tick(start.plusSeconds(301));
        Wait.until(PATIENCE, "it has fired", () -> shown("onefold_timers_late") == 0);
        Wait.until(PATIENCE, "nothing is late by anything", () -> shown("onefold_timers_lateness_seconds") == 0);
    }
}
