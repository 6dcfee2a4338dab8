/** The gRPC face of ingestion: parse, call, render. */
@NullMarked
package io.onefold.ingestion.grpc;

import org.jspecify.annotations.NullMarked;
