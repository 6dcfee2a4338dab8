/** One thing to be sent to one person, with its states. */
@NullMarked
package io.onefold.activation.delivery;

import org.jspecify.annotations.NullMarked;
