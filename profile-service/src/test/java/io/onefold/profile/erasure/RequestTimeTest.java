package io.onefold.profile.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.kit.error.Failure;
import io.onefold.profile.view.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestTimeTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final Instant HOURS_AGO = NOW.minus(Duration.ofHours(3));
    private static final Instant HISTORY = Instant.parse("2024-01-01T00:00:00Z");

    private static Instant of(Optional<Instant> stated, Map<String, Instant> passed) {
        return RequestTime.of("shop", stated, new Clocks.Present(passed), NOW);
    }

    private static Instant now(Map<String, Instant> passed) {
        return of(Optional.empty(), passed);
    }

    @Test
    void whoStatesNothingAsksNowHoweverFarBehindTheLogIs() {
        assertEquals(NOW, now(Map.of("", HOURS_AGO)));
        assertEquals(NOW, now(Map.of()));
        assertEquals(NOW, now(Map.of("", HOURS_AGO, "other", HISTORY)));
        assertEquals(NOW.plusMillis(5), now(Map.of("", NOW.plusMillis(5))));
    }

    @Test
    void onAReplayClockNowIsWhereThatStands() {
        assertEquals(HISTORY, now(Map.of("", NOW, "shop", HISTORY)));
    }

    @Test
    void whatIsStatedCountsUnlessItIsTheFuture() {
        assertEquals(HOURS_AGO, of(Optional.of(HOURS_AGO), Map.of("", NOW)));
        assertEquals(HOURS_AGO, of(Optional.of(HOURS_AGO), Map.of("", NOW, "shop", HISTORY)));
        assertThrows(Failure.class, () -> of(Optional.of(NOW.plusSeconds(61)), Map.of("", NOW)));
    }
}
