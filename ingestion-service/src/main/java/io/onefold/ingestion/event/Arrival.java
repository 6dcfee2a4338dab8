package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One event as it came in.
 *
 * @param json as it was sent
 * @param shared what a batch says once for all its events, such as the context; an event's own word goes first
 */
public record Arrival(byte[] json, Optional<Shared> shared) {
    /**
     * What a batch says once.
     *
     * @param bytes of its JSON
     */
    public record Shared(ObjectNode fields, int bytes) {}

    public static Arrival of(byte[] json) {
        return new Arrival(json, Optional.empty());
    }

    /** What the event weighs: what its batch says once is copied into each, or a small batch could become a large one in memory. */
    public int bytes() {
        return json.length + shared.map(Shared::bytes).orElse(0);
    }
}
