package io.onefold.segment.api;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants between their proto and their record. */
final class TimeCodec {
    private TimeCodec() {}

    /** Of a request that was found readable. */
    static Instant read(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    static Timestamp write(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
