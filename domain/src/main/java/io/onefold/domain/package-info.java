/** The few pure functions that every service must compute in the same way: identifiers, ids, buckets and decimals. */
@NullMarked
package io.onefold.domain;

import org.jspecify.annotations.NullMarked;
