/** What comes in of those who were erased (ADR 10). */
@NullMarked
package io.onefold.ingestion.door;

import org.jspecify.annotations.NullMarked;
