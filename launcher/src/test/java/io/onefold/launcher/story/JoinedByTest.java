package io.onefold.launcher.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.identity.v1.IdentityRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JoinedByTest {
    private static final String DEVICE = "anonymous_id:0123456789abcdef";

    private static GetIdentityResponse identity(List<String> held, IdentityRecord... records) {
        return GetIdentityResponse.newBuilder()
                .addAllIdentifiers(held.stream().map(People::identifier).toList())
                .addAllRecords(List.of(records))
                .build();
    }

    @Test
    void eachRecordSaysWhatItHasInCommonWithThoseBeforeIt() {
        List<String> lines = JoinedBy.lines(identity(
                List.of(DEVICE, "user_id:7", "email:ann@x.fr"),
                People.record("crm", "2026-01-03", "email:ann@x.fr", "user_id:7"),
                People.record("web", "2026-01-01", DEVICE),
                People.record("shop", "2026-01-02", DEVICE, "user_id:7")));
        assertEquals(
                List.of(
                        "  the evidence that joined 3 records of 3 sources into one person:",
                        "    2026-01-01  web",
                        "                anonymous_id:01234567…",
                        "                -> first seen",
                        "    2026-01-02  shop",
                        "                anonymous_id:01234567…, user_id:7",
                        "                -> joined by anonymous_id:01234567…",
                        "    2026-01-03  crm",
                        "                email:ann@x.fr, user_id:7",
                        "                -> joined by user_id:7"),
                lines);
    }

    @Test
    void whatWasApartIsUnitedByTheRecordThatHasBoth() {
        List<String> lines = JoinedBy.lines(identity(
                List.of(DEVICE, "user_id:7"),
                People.record("web", "2026-01-01", DEVICE),
                People.record("shop", "2026-01-02", "user_id:7"),
                People.record("app", "2026-01-03", DEVICE, "user_id:7")));
        assertEquals("                -> not yet known to be the same person", lines.get(6));
        assertEquals(
                "                -> unites 2 parts that were apart: anonymous_id:01234567…, user_id:7", lines.get(9));
    }

    /** A value that the person does not hold, such as a contested one, joins nobody; nor does a source that only enriches. */
    @Test
    void onlyWhatThePersonHoldsJoins() {
        IdentityRecord enriching = People.record("dmp", "2025-12-01", DEVICE).toBuilder()
                .setEvidence(0, People.evidence("dmp", "2025-12-01").setEnriching(true))
                .build();
        GetIdentityResponse identity = identity(
                List.of(DEVICE, "user_id:7"),
                enriching,
                People.record("web", "2026-01-01", DEVICE, "phone:+33"),
                People.record("shop", "2026-01-02", "user_id:7", "phone:+33"));
        List<String> lines = JoinedBy.lines(identity);
        assertEquals("    2026-01-01  web", lines.get(1));
        assertEquals("                anonymous_id:01234567…, phone:+33", lines.get(2));
        assertEquals("                -> not yet known to be the same person", lines.get(6));
        assertEquals("    and 1 more record whose identifiers were known by then", lines.get(7));
        assertEquals(Instant.parse("2026-01-01T10:00:00Z"), JoinedBy.firstSeen(identity));
    }

    @Test
    void severalDaysOfARecordAreCounted() {
        IdentityRecord record = People.record("web", "2026-01-01", "user_id:7").toBuilder()
                .addEvidence(People.evidence("web", "2026-01-04"))
                .addEvidence(People.evidence("app", "2026-01-04"))
                .build();
        assertEquals(
                "    2026-01-01  app, web on 2 days",
                JoinedBy.lines(identity(List.of("user_id:7"), record)).get(1));
    }

    @Test
    void manyRecordsTakeFewLines() {
        IdentityRecord[] records = Stream.iterate(0, i -> i < 40, i -> i + 1)
                .map(i -> People.record("web", "2026-01-01", "user_id:7", "anonymous_id:d" + i))
                .toArray(IdentityRecord[]::new);
        List<String> held = Stream.concat(
                        Stream.of("user_id:7"),
                        Stream.iterate(0, i -> i < 40, i -> i + 1).map(i -> "anonymous_id:d" + i))
                .toList();
        List<String> lines = JoinedBy.lines(identity(held, records));
        assertEquals(26, lines.size());
        assertTrue(lines.get(25).contains("32 more records"), lines.get(25));
    }
}
