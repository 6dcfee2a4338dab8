/** Deliveries by webhook, signed as Standard Webhooks says. */
@NullMarked
package io.onefold.activation.webhook;

import org.jspecify.annotations.NullMarked;
