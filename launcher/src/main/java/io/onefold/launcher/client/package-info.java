/** Connections to the five services, with the credential that each call needs. */
@NullMarked
package io.onefold.launcher.client;

import org.jspecify.annotations.NullMarked;
