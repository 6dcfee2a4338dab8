/** Derives contacts and memberships anew from the feeds that tell them, up to where these are applied. Nothing is ever sent by it. */
@NullMarked
package io.onefold.activation.rebuild;

import org.jspecify.annotations.NullMarked;
