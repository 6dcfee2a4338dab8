package io.onefold.profile.restore;

import java.time.Instant;
import java.util.UUID;

/** The key of an event in the timelines, in the table's order. */
record Filing(short bucket, UUID recordId, Instant eventTime, UUID eventId) {
    static final Filing BEFORE_ALL = new Filing((short) -1, new UUID(0, 0), Instant.EPOCH, new UUID(0, 0));
}
