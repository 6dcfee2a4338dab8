/** Files events and changes of identity in one transaction and keeps the merged state of every profile. */
@NullMarked
package io.onefold.profile.projection;

import org.jspecify.annotations.NullMarked;
