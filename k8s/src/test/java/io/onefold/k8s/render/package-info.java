/** Renders the overlays, with and without kubectl. */
@NullMarked
package io.onefold.k8s.render;

import org.jspecify.annotations.NullMarked;
