/** The main job from end to end, with what was expected beside what came out. Start with {@link io.onefold.launcher.demo.Demo}. */
@NullMarked
package io.onefold.launcher.demo;

import org.jspecify.annotations.NullMarked;
