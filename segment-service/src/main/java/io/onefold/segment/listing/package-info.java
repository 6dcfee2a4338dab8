/** Who is in which audience now, as callers ask for it. */
@NullMarked
package io.onefold.segment.listing;

import org.jspecify.annotations.NullMarked;
