/** The law of conservation: what became of everything that was received. */
@NullMarked
package io.onefold.ingestion.ledger;

import org.jspecify.annotations.NullMarked;
