/** What the suite does per second and core, as ratios within one run. Start with {@link io.onefold.launcher.bench.Bench}. */
@NullMarked
package io.onefold.launcher.bench;

import org.jspecify.annotations.NullMarked;
