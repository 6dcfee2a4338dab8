package io.onefold.profile.filing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class EventsUnderWayTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final EventsUnderWay underWay = new EventsUnderWay();

    @Test
    void whoWaitsDoesSoForAllBeforeHim() throws Exception {
        EventsUnderWay.Batch first = underWay.begin();
        EventsUnderWay.Batch second = underWay.begin();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> underWay.await(LONG));
        first.close();
        assertThrows(TimeoutException.class, () -> waiting.get(100, TimeUnit.MILLISECONDS));
        second.close();
        waiting.get(1, TimeUnit.MINUTES);
    }

    @Test
    void withNobodyBeforeHimOneGoesOnAtOnce() {
        underWay.begin().close();
        underWay.await(LONG);
    }

    @Test
    void itIsACourtesyWithALimit() {
        try (EventsUnderWay.Batch ignored = underWay.begin()) {
            assertDoesNotThrow(() -> underWay.await(Duration.ofMillis(1)));
        }
    }
}
