/** From evidence to decisions. Start at {@link io.onefold.identity.resolve.Resolver}. */
@NullMarked
package io.onefold.identity.resolve;

import org.jspecify.annotations.NullMarked;
