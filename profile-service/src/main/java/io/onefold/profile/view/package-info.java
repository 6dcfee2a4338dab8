/** Finds a profile and serves its view and its timeline. */
@NullMarked
package io.onefold.profile.view;

import org.jspecify.annotations.NullMarked;
