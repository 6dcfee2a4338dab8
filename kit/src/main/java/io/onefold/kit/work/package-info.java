/** Work that is done beside the calls. */
@NullMarked
package io.onefold.kit.work;

import org.jspecify.annotations.NullMarked;
