package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One event as it came in.
 *
 * @param json as it was sent
 * @param shared what a batch says once for all its events, such as the context; an event's own word goes first
 */
public record Arrival(byte[] json, Optional<ObjectNode> shared) {
    public static Arrival of(byte[] json) {
        return new Arrival(json, Optional.empty());
    }
}
