/** Derives links, owners, holders and profiles anew from the records, their evidence and the rules. */
@NullMarked
package io.onefold.identity.rebuild;

import org.jspecify.annotations.NullMarked;
