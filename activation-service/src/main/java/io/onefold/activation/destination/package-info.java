/** Where activation delivers. */
@NullMarked
package io.onefold.activation.destination;

import org.jspecify.annotations.NullMarked;
