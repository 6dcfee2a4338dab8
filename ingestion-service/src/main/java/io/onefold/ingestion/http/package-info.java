/** The tracking API over HTTP, as the SDKs of the Segment family speak it. */
@NullMarked
package io.onefold.ingestion.http;

import org.jspecify.annotations.NullMarked;
