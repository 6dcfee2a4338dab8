/** Lists at advertising partners, kept equal to audiences by files of adds and removes. */
@NullMarked
package io.onefold.activation.list;

import org.jspecify.annotations.NullMarked;
