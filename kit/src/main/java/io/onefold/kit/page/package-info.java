/** Page tokens that only their own listing accepts. */
@NullMarked
package io.onefold.kit.page;

import org.jspecify.annotations.NullMarked;
