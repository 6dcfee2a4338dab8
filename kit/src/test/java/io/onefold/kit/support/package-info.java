/** What tests of several packages need. */
@NullMarked
package io.onefold.kit.support;

import org.jspecify.annotations.NullMarked;
