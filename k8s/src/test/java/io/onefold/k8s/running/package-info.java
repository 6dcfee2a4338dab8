/** The manifests' environment and probes, held against the services as processes. */
@NullMarked
package io.onefold.k8s.running;

import org.jspecify.annotations.NullMarked;
