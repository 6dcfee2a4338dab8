/** What the transport is relied on for. */
@NullMarked
package io.onefold.kit.transport;

import org.jspecify.annotations.NullMarked;
