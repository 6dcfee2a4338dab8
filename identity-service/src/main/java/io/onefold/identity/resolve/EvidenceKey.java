package io.onefold.identity.resolve;

import java.time.LocalDate;
import java.util.UUID;

/** What one row of evidence is about. */
record EvidenceKey(UUID recordId, String source, LocalDate day, boolean enriching) {}
