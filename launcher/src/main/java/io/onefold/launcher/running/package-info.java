/** The stack and the five services as processes of this machine: started, watched, killed, stopped. */
@NullMarked
package io.onefold.launcher.running;

import org.jspecify.annotations.NullMarked;
