/** Plays the two feeds and the mail server, all over the wire, so that this service can be tested by itself. */
@NullMarked
package io.onefold.activation.script;

import org.jspecify.annotations.NullMarked;
