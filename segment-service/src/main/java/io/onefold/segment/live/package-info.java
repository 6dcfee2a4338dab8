/** Audiences follow the feed of profiles. */
@NullMarked
package io.onefold.segment.live;

import org.jspecify.annotations.NullMarked;
