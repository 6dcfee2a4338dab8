package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One event as it came in.
 *
 * @param json as it was sent
 * @param shared what a batch says once for all its events, such as the context; an event's own word goes first
 * @param type what the call says that the event is; the event's own word must be the same, or none
 */
public record Arrival(byte[] json, Optional<Shared> shared, Optional<String> type) {
    /**
     * What a batch says once.
     *
     * @param bytes of its JSON
     */
    public record Shared(ObjectNode fields, int bytes) {}

    public static Arrival of(byte[] json) {
        return new Arrival(json, Optional.empty(), Optional.empty());
    }

    public static Arrival ofBatch(byte[] json, Optional<Shared> shared) {
        return new Arrival(json, shared, Optional.empty());
    }

    public static Arrival ofType(byte[] json, String type) {
        return new Arrival(json, Optional.empty(), Optional.of(type));
    }

    /** Whether its bytes say everything about it. */
    boolean isWhole() {
        return shared.isEmpty() && type.isEmpty();
    }

    /** How large the event is: what its batch says once counts with each, or a small batch could become a large one in memory. */
    int bytes() {
        return json.length + shared.map(Shared::bytes).orElse(0);
    }
}
