package io.onefold.launcher.client;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as the protos have them. */
public final class Times {
    private Times() {}

    public static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
