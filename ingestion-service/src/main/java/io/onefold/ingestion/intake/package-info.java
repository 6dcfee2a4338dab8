/** What has arrived and is not let in yet, and how much memory it may take. */
@NullMarked
package io.onefold.ingestion.intake;

import org.jspecify.annotations.NullMarked;
