/** What a rule gives for a profile's facts: one pure function for real time, backfill, preview and explanation. */
@NullMarked
package io.onefold.segment.evaluation;

import org.jspecify.annotations.NullMarked;
