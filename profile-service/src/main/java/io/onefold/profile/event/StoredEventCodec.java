package io.onefold.profile.event;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.proto.type.v1.Event;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads events as the timeline keeps them. */
public final class StoredEventCodec {
    private StoredEventCodec() {}

    public static Event read(byte[] payload) {
        try {
            return Event.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a timeline keeps events as they were read before", e);
        }
    }

    /** A property that is a number or a text that is one; else null. */
    public static @Nullable BigDecimal property(byte[] payload, String property) {
        return JsonProperties.read(read(payload).getProperties()).decimal(property);
    }
}
