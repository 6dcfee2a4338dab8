/** What an audience says: a typed tree, checked once, and never text that is executed. */
@NullMarked
package io.onefold.segment.rule;

import org.jspecify.annotations.NullMarked;
