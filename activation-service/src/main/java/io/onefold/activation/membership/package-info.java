/** The feed of memberships: who entered and who left which audience. */
@NullMarked
package io.onefold.activation.membership;

import org.jspecify.annotations.NullMarked;
