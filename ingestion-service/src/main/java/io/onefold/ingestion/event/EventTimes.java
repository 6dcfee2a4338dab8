package io.onefold.ingestion.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times that a message states.
 *
 * @param timestamp when it happened
 * @param original when it happened, by the device's clock
 * @param sent when it was sent, by the device's clock
 * @param received when somebody before us received it; believed on a replay clock alone
 */
public record EventTimes(
        @Nullable Instant timestamp,
        @Nullable Instant original,
        @Nullable Instant sent,
        @Nullable Instant received) {

    /** When it happened: never later than the tolerance after it was received, never before 1970. */
    public Instant eventTime(Instant receiveTime, Duration tolerance) {
        Instant stated = stated(receiveTime);
        Instant latest = receiveTime.plus(tolerance);
        if (stated.isAfter(latest)) {
            return latest;
        }
        return stated.isBefore(Instant.EPOCH) ? Instant.EPOCH : stated;
    }

    /** On a replay clock: when the file says that it was received. */
    public Instant replayTime(Instant otherwise) {
        if (received != null) {
            return received;
        }
        return timestamp != null ? timestamp : otherwise;
    }

    private Instant stated(Instant receiveTime) {
        if (timestamp != null) {
            return timestamp;
        }
        if (original == null) {
            return receiveTime;
        }
        // A device's clock may be wrong, but it ran between the event and its sending.
        return sent == null ? original : receiveTime.minus(Duration.between(original, sent));
    }
}
