/** Who calls, and whether they may: every RPC states its role, everything else is denied. */
@NullMarked
package io.onefold.kit.access;

import org.jspecify.annotations.NullMarked;
