/** Tests of what is decided about a request. */
@NullMarked
package io.onefold.profile.erasure;

import org.jspecify.annotations.NullMarked;
