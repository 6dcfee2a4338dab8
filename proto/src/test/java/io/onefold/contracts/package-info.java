/** What every contract of the suite keeps to. */
@NullMarked
package io.onefold.contracts;

import org.jspecify.annotations.NullMarked;
