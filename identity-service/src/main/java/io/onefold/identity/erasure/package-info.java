/** Persons who were erased (ADR 10): what is remembered of them, and the feed without them. */
@NullMarked
package io.onefold.identity.erasure;

import org.jspecify.annotations.NullMarked;
