/** Events that are kept aside with a reason. */
@NullMarked
package io.onefold.ingestion.quarantine;

import org.jspecify.annotations.NullMarked;
