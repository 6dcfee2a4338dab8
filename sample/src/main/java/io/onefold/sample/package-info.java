/** Customers of any number with the answers that must come out of them, for demo, tests and benchmark. */
@NullMarked
package io.onefold.sample;

import org.jspecify.annotations.NullMarked;
