package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/**
 * What reading an event needs to know about its source.
 *
 * @param exclusive namespaces of which an event carries one value at most
 * @param mapping turns what the source sends into a message, when it does not send messages
 */
public record SourceRules(
        String workspace, String source, boolean enriching, Set<String> exclusive, Optional<Mapping> mapping) {
    public SourceRules {
        exclusive = Set.copyOf(exclusive);
    }

    /** A declared mapping. Throws {@link MappingFailed} on a row that it cannot map. */
    @FunctionalInterface
    public interface Mapping {
        JsonNode map(ObjectNode row);
    }
}
