/** Holds requests to the limits that their protos state. */
@NullMarked
package io.onefold.kit.validation;

import org.jspecify.annotations.NullMarked;
