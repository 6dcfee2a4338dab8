/** What a service derives from its truths: a hash of it, and the way to derive it anew. */
@NullMarked
package io.onefold.kit.rebuild;

import org.jspecify.annotations.NullMarked;
