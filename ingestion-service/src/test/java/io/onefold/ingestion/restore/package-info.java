/** What happens after a restore, through the front door. */
@NullMarked
package io.onefold.ingestion.restore;

import org.jspecify.annotations.NullMarked;
