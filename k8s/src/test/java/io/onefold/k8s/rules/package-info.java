/** What must hold for every rendering of the manifests, and for the Dockerfiles. */
@NullMarked
package io.onefold.k8s.rules;

import org.jspecify.annotations.NullMarked;
