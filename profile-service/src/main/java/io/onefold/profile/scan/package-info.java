/** Facts about profiles, one by one, in batches, or of all. */
@NullMarked
package io.onefold.profile.scan;

import org.jspecify.annotations.NullMarked;
