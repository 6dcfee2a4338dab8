/** The RPCs. */
@NullMarked
package io.onefold.segment.api;

import org.jspecify.annotations.NullMarked;
