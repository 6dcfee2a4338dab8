/** Projections that are spoilt and derived anew. */
@NullMarked
package io.onefold.segment.rebuild;

import org.jspecify.annotations.NullMarked;
