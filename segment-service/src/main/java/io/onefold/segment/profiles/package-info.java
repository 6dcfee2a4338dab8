/** What this service asks the profile-service. */
@NullMarked
package io.onefold.segment.profiles;

import org.jspecify.annotations.NullMarked;
