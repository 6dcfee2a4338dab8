package io.onefold.ingestion.source;

import jakarta.persistence.Embeddable;

/** The id of a source is unique in its workspace. */
@Embeddable
record SourceKey(String workspace, String id) {}
