/** Derives standings and members anew from the log of memberships and from what the profile-service says. */
@NullMarked
package io.onefold.segment.rebuild;

import org.jspecify.annotations.NullMarked;
