/** Reading the identity of a profile. */
@NullMarked
package io.onefold.identity.lookup;

import org.jspecify.annotations.NullMarked;
