/** Campaigns: what is sent to whom, when, and for which purpose. */
@NullMarked
package io.onefold.activation.campaign;

import org.jspecify.annotations.NullMarked;
