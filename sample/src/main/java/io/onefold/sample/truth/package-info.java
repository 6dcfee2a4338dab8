/**
 * The answers that a folder of input must give, by the plainest code: read from the files alone, after the written rules, and written
 * apart from the generator and from the product.
 */
@NullMarked
package io.onefold.sample.truth;

import org.jspecify.annotations.NullMarked;
