/** Tests of what filing does before its transaction. */
@NullMarked
package io.onefold.profile.filing;

import org.jspecify.annotations.NullMarked;
