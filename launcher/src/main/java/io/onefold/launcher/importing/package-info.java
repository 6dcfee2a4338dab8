/** Reads files of many channels and sends them to ingestion. Start with {@link io.onefold.launcher.importing.Importer}. */
@NullMarked
package io.onefold.launcher.importing;

import org.jspecify.annotations.NullMarked;
