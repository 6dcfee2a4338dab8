/** Log lines that machines can search by event, and that hold nothing of anybody. */
@NullMarked
package io.onefold.kit.log;

import org.jspecify.annotations.NullMarked;
