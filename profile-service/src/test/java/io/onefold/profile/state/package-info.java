/** The laws of the fold. */
@NullMarked
package io.onefold.profile.state;

import org.jspecify.annotations.NullMarked;
