/** Fixtures and tests of its own. */
@NullMarked
package io.onefold.identity.resolve;

import org.jspecify.annotations.NullMarked;
