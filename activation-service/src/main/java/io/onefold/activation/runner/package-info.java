/** Takes what is due, asks the guard, sends, and keeps the outcome. */
@NullMarked
package io.onefold.activation.runner;

import org.jspecify.annotations.NullMarked;
