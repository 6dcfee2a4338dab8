package io.onefold.ingestion.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static @Nullable Instant read(@Nullable String text) {
        return Timestamps.read(JsonNodeFactory.instance.objectNode().put("timestamp", text), "timestamp");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.678Z,2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05Z,2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.123456789Z,2026-01-02T03:04:05.123456Z",
        "2026-01-02T03:04:05+02:00,2026-01-02T01:04:05Z",
        "2026-01-02T03:04:05.5-0530,2026-01-02T08:34:05.500Z",
        "2026-01-02T03:04:05+0000,2026-01-02T03:04:05Z",
        "2026-01-02T03:04,2026-01-02T03:04:00Z",
        "2026-01-02,2026-01-02T00:00:00Z",
        "9999-12-31T23:59:59.999Z,9999-12-31T23:59:59.999Z",
        "1970-01-01T00:00:00.000Z,1970-01-01T00:00:00Z"
    })
    void whatSourcesWriteIsRead(String text, String time) {
        assertEquals(Instant.parse(time), read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30T00:00:00.000Z",
                "2026-13-01T00:00:00.000Z",
                "2026-01-01T24:00:00.000Z",
                "2026-01-01T23:59:60.000Z",
                "1969-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00.000Z",
                "+10000-01-01T00:00:00Z",
                "292277026596-12-04T15:30:08Z",
                "2026-01-01T00:00:00.000Z ",
                "1700000000000"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThrows(Refusal.class, () -> read(text));
    }

    @Test
    void nothingIsNoTime() {
        assertNull(read(null));
    }

    @Test
    void theQuickWayReadsWhatTheLongOneReads() {
        qt().withExamples(10_000)
                .withFixedSeed(3)
                .forAll(longs().between(0, 253402300799999L))
                .check(millis -> {
                    String text = String.format(
                            "%tFT%<tT.%<tLZ", Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
                    return Instant.ofEpochMilli(millis).equals(read(text))
                            && Instant.parse(text).equals(read(text));
                });
    }
}
