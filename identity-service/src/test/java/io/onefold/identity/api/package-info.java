/** Identity through its front door. */
@NullMarked
package io.onefold.identity.api;

import org.jspecify.annotations.NullMarked;
