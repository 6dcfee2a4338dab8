package io.onefold.profile.event;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.profile.state.EventFacts;
import io.onefold.proto.type.v1.Event;

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

    public static String workspace(byte[] payload) {
        return read(payload).getWorkspace();
    }

    /** What an event adds to a state. */
    public static EventFacts facts(byte[] payload) {
        return EventCodec.facts(read(payload));
    }
}
