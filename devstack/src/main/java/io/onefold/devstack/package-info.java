/** PostgreSQL, Redis and a mail sink as real servers out of Maven artifacts: for tests, dev mode and {@code ./onefold up}. */
@NullMarked
package io.onefold.devstack;

import org.jspecify.annotations.NullMarked;
