/** Has the services derive their projections anew. */
@NullMarked
package io.onefold.launcher.rebuild;

import org.jspecify.annotations.NullMarked;
