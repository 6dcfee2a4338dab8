/** The RPCs of the profile-service. */
@NullMarked
package io.onefold.profile.api;

import org.jspecify.annotations.NullMarked;
