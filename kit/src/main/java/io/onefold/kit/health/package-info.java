/** When a replica may be sent calls. Liveness looks at nothing: starting anew brings no database back. */
@NullMarked
package io.onefold.kit.health;

import org.jspecify.annotations.NullMarked;
