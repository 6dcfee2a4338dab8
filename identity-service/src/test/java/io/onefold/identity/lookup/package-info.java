/** Fixtures and tests of its own. */
@NullMarked
package io.onefold.identity.lookup;

import org.jspecify.annotations.NullMarked;
