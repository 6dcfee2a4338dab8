package io.onefold.profile.change;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as the contract has them. */
public final class Times {
    private Times() {}

    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
