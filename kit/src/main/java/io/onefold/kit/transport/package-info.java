/** What the transport, gRPC on Vert.x, leaves to be done. */
@NullMarked
package io.onefold.kit.transport;

import org.jspecify.annotations.NullMarked;
