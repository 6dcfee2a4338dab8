/** Feeds on real PostgreSQL, with real concurrent writers and readers. */
@NullMarked
package io.onefold.kit.feed;

import org.jspecify.annotations.NullMarked;
