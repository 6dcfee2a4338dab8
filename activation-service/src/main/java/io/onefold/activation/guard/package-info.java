/** What stands between a delivery and its recipient: one decision on this service's own tables. */
@NullMarked
package io.onefold.activation.guard;

import org.jspecify.annotations.NullMarked;
