/** Invents customers and writes what every channel would have known of them. */
@NullMarked
package io.onefold.sample.generator;

import org.jspecify.annotations.NullMarked;
