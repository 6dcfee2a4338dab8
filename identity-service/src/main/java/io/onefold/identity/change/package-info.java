/** One change of identity, as the feed carries it. */
@NullMarked
package io.onefold.identity.change;

import org.jspecify.annotations.NullMarked;
