/** The two services upstream, as real gRPC servers that play what a test tells them, and the way into this service. */
@NullMarked
package io.onefold.profile.support;

import org.jspecify.annotations.NullMarked;
