package io.onefold.ingestion.restore;

import java.time.Instant;
import java.util.UUID;

/** An event that was filed downstream and is not in the log any more. */
public record LostEvent(
        UUID eventId, String workspace, String source, String messageId, Instant eventTime, UUID recordId) {}
