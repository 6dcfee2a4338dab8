/** What ingestion is told of after a restore, with an ingestion that is played. */
@NullMarked
package io.onefold.profile.restore;

import org.jspecify.annotations.NullMarked;
