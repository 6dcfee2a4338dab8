/** Who would be in an audience, at any instant. */
@NullMarked
package io.onefold.segment.preview;

import org.jspecify.annotations.NullMarked;
