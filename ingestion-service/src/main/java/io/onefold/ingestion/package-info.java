/** Ingestion: takes events from sources, claims them, and appends them to the log. Begin with filing.EventIngestor. */
@NullMarked
package io.onefold.ingestion;

import org.jspecify.annotations.NullMarked;
