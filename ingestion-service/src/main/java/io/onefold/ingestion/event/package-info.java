/** What an event is: bytes in, a normalised event or the reason against it out. Pure: no I/O, no clock, no generated types. */
@NullMarked
package io.onefold.ingestion.event;

import org.jspecify.annotations.NullMarked;
