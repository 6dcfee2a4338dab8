/** Plays the profile-service over a real gRPC server, so that this service can be tested by itself. */
@NullMarked
package io.onefold.segment.script;

import org.jspecify.annotations.NullMarked;
