/** What ingestion must be told of after its store was restored to an earlier point. */
@NullMarked
package io.onefold.profile.restore;

import org.jspecify.annotations.NullMarked;
