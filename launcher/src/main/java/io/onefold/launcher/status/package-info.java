/** What a running suite says of itself, at a glance. Start with {@link io.onefold.launcher.status.Sight}. */
@NullMarked
package io.onefold.launcher.status;

import org.jspecify.annotations.NullMarked;
