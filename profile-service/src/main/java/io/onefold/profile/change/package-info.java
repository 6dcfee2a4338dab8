/** What the feed of profiles tells of a change. */
@NullMarked
package io.onefold.profile.change;

import org.jspecify.annotations.NullMarked;
