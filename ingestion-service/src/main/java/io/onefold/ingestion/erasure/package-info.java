/** Erases persons: closes the door to them and takes them out of the log (ADR 10). */
@NullMarked
package io.onefold.ingestion.erasure;

import org.jspecify.annotations.NullMarked;
