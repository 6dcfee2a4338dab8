/** The events of each record, for ever under the record that they were filed under. */
@NullMarked
package io.onefold.profile.timeline;

import org.jspecify.annotations.NullMarked;
