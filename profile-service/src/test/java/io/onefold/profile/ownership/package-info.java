/** Tests of what changes of identity mean for what is known. */
@NullMarked
package io.onefold.profile.ownership;

import org.jspecify.annotations.NullMarked;
