/** Fixtures and tests of its own. */
@NullMarked
package io.onefold.identity.rules;

import org.jspecify.annotations.NullMarked;
