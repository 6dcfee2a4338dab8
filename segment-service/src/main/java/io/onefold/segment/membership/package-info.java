/** Who is in which audience, and the published log of differences. */
@NullMarked
package io.onefold.segment.membership;

import org.jspecify.annotations.NullMarked;
