/** Tests of single steps of the projection on a real database. */
@NullMarked
package io.onefold.profile.projection;

import org.jspecify.annotations.NullMarked;
