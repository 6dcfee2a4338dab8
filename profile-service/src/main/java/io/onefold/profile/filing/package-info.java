/** Reads the feeds of events and of identities. */
@NullMarked
package io.onefold.profile.filing;

import org.jspecify.annotations.NullMarked;
