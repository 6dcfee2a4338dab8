/** Where events come from: workspaces, their sources and write keys, and the mappings of sources that send rows. */
@NullMarked
package io.onefold.ingestion.source;

import org.jspecify.annotations.NullMarked;
