/** Tests of what filing does before its transaction. */
@NullMarked
package io.onefold.profile.erasure;

import org.jspecify.annotations.NullMarked;
