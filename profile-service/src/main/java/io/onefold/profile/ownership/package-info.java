/** Which profile holds a record and an identifier, as identity says; only what is newer counts. */
@NullMarked
package io.onefold.profile.ownership;

import org.jspecify.annotations.NullMarked;
