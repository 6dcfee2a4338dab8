package io.onefold.ingestion.source;

import io.onefold.ingestion.event.SourceRules;

/** A source as the hot path needs it. */
public record Source(Channel channel, SourceRules rules) {
    public String workspace() {
        return rules.workspace();
    }

    public String id() {
        return rules.source();
    }
}
