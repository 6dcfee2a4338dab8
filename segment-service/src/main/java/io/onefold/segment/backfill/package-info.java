/** A new audience is filled from the profiles that exist. */
@NullMarked
package io.onefold.segment.backfill;

import org.jspecify.annotations.NullMarked;
