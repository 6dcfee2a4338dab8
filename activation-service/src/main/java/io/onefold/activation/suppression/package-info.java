/** Addresses to which nothing is sent any more, whatever their owner consented to. */
@NullMarked
package io.onefold.activation.suppression;

import org.jspecify.annotations.NullMarked;
