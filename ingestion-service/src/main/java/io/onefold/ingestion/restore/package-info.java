/** What was filed before this service's store was restored, and is not in it any more. */
@NullMarked
package io.onefold.ingestion.restore;

import org.jspecify.annotations.NullMarked;
