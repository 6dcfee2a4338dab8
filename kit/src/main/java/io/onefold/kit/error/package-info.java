/** The one vocabulary of errors and the one place where an exception becomes a gRPC status. */
@NullMarked
package io.onefold.kit.error;

import org.jspecify.annotations.NullMarked;
