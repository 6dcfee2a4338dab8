/** The RPCs of identity. */
@NullMarked
package io.onefold.identity.api;

import org.jspecify.annotations.NullMarked;
