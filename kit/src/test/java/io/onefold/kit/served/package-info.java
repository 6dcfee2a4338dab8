/** The kit in a Quarkus service, seen from its port: a small service that does what a request names, and its feed. */
@NullMarked
package io.onefold.kit.served;

import org.jspecify.annotations.NullMarked;
