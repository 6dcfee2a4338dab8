/** What is known of a person as a fold over events: a commutative monoid, pure functions and their bytes. */
@NullMarked
package io.onefold.profile.state;

import org.jspecify.annotations.NullMarked;
