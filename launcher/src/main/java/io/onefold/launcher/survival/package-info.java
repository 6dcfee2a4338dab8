/** Kills what runs while it works, to see that nothing is lost. Start with {@link io.onefold.launcher.survival.Killer}. */
@NullMarked
package io.onefold.launcher.survival;

import org.jspecify.annotations.NullMarked;
