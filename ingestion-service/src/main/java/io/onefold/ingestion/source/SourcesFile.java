package io.onefold.ingestion.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of workspaces and their sources. A mistake in it stops the start, and says what would be right.
 *
 * @param workspaces by id
 */
record SourcesFile(Map<String, Workspace> workspaces) {
    private static final String NAME = "[a-z][a-z0-9-]{0,31}";

    SourcesFile {
        require(workspaces != null && !workspaces.isEmpty(), "a sources file needs workspaces");
        workspaces = Map.copyOf(workspaces);
        workspaces.keySet().forEach(id -> requireName("workspace", id));
    }

    /**
     * One workspace.
     *
     * @param exclusiveNamespaces of which an event carries one value at most
     */
    record Workspace(@JsonProperty("exclusive_namespaces") List<String> exclusiveNamespaces, List<Entry> sources) {
        Workspace {
            exclusiveNamespaces = exclusiveNamespaces == null ? List.of() : List.copyOf(exclusiveNamespaces);
            sources = sources == null ? List.of() : List.copyOf(sources);
        }
    }

    /**
     * One source.
     *
     * @param writeKey in clear text; for development only
     * @param writeKeySha256 64 hexadecimal digits
     * @param mapping a file or resource beside this one with JSLT; absent: the source sends messages of the Segment spec
     */
    record Entry(
            String id,
            Channel channel,
            @JsonProperty("write_key") @Nullable String writeKey,
            @JsonProperty("write_key_sha256") @Nullable String writeKeySha256,
            boolean enriching,
            @Nullable String mapping) {
        Entry {
            requireName("source", id);
            require(channel != null, "the source " + id + " needs a channel");
            require(
                    (writeKey == null) != (writeKeySha256 == null),
                    "the source " + id + " needs either write_key_sha256 or, in development, write_key");
            require(
                    writeKeySha256 == null || writeKeySha256.matches("[0-9a-f]{64}"),
                    "write_key_sha256 of the source " + id + " must be 64 lower-case hexadecimal digits");
        }

        Optional<String> clearKey() {
            return Optional.ofNullable(writeKey);
        }
    }

    private static void requireName(String what, @Nullable String id) {
        require(
                id != null && id.matches(NAME),
                "the id of a " + what + " must be 1-32 characters of a-z, 0-9 and -, not " + id);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
