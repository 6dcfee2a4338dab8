/** Audiences: their names, rules and states, and the generation that tells live batches whether theirs is still current. */
@NullMarked
package io.onefold.segment.audience;

import org.jspecify.annotations.NullMarked;
