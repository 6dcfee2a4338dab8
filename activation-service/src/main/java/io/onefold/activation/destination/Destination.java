package io.onefold.activation.destination;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Where activation delivers. */
public sealed interface Destination permits Smtp, Webhook, AdAudienceFile {
    /** The workspace whose campaigns may use it. */
    String workspace();

    /** Unique in the workspace: 1-64 characters of a-z, 0-9 and `-`, the first a letter. */
    String name();

    /** As in the file: `smtp`, `webhook`, `ad_audience_file`. */
    String type();

    /** The same for the same destination on every replica and after every start. */
    default UUID id() {
        return id(workspace(), name());
    }

    static UUID id(String workspace, String name) {
        return UUID.nameUUIDFromBytes(
                ("destination\u001f" + workspace + "\u001f" + name).getBytes(StandardCharsets.UTF_8));
    }
}
