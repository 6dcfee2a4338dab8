/** The stack beside a service in Quarkus's dev mode. */
@NullMarked
package io.onefold.devstack.devmode;

import org.jspecify.annotations.NullMarked;
