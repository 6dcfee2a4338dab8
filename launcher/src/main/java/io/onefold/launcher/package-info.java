/** The commands of {@code ./onefold}. */
@NullMarked
package io.onefold.launcher;

import org.jspecify.annotations.NullMarked;
