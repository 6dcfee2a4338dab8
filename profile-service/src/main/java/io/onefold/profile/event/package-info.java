/** Events as the upstream feed carries them, read into what the fold and the timeline need. */
@NullMarked
package io.onefold.profile.event;

import org.jspecify.annotations.NullMarked;
