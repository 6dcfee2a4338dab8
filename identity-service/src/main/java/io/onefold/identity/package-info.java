/** Links records that are one person. Start at {@link io.onefold.identity.resolve.Resolver}. */
@NullMarked
package io.onefold.identity;

import org.jspecify.annotations.NullMarked;
