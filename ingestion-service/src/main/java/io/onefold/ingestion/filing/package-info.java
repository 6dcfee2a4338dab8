/** The hot path: claims, heads, receive time and the log in one transaction for many requests. */
@NullMarked
package io.onefold.ingestion.filing;

import org.jspecify.annotations.NullMarked;
