/** Numbers for operators that only the store knows. */
@NullMarked
package io.onefold.kit.metrics;

import org.jspecify.annotations.NullMarked;
