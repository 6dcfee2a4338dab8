/** Tells what came out of an import so that a newcomer understands it in a minute. Start with {@link io.onefold.launcher.story.Story}. */
@NullMarked
package io.onefold.launcher.story;

import org.jspecify.annotations.NullMarked;
