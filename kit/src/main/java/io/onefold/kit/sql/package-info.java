/** Transactions on the reactive PostgreSQL client, awaited on worker threads. */
@NullMarked
package io.onefold.kit.sql;

import org.jspecify.annotations.NullMarked;
