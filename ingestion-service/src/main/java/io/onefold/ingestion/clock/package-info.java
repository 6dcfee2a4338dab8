/** The clock that goes down the feed: real time, or a replay clock per workspace. */
@NullMarked
package io.onefold.ingestion.clock;

import org.jspecify.annotations.NullMarked;
