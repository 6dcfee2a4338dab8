/** Derives states, profiles and what belongs to them anew from the timelines and from what identity said. */
@NullMarked
package io.onefold.profile.rebuild;

import org.jspecify.annotations.NullMarked;
