/** Persons who were erased (ADR 10): asked for here, carried out by every service. */
@NullMarked
package io.onefold.profile.erasure;

import org.jspecify.annotations.NullMarked;
