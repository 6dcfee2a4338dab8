package io.onefold.segment.profiles;

import io.onefold.segment.evaluation.Facts;
import org.jspecify.annotations.Nullable;

/**
 * The facts that were looked at last among the packed ones of a batch: all rules over a profile find them unpacked, and with the next
 * profile they go. Unpacked all at once, those of a whole batch would outlive several rounds of the garbage collector. For one thread.
 */
final class LastLook {
    private @Nullable PackedFacts packed;
    private Facts facts = Facts.NONE;

    Facts at(PackedFacts asked) {
        if (asked != packed) {
            // Not two at once: each may be as large as one can be.
            packed = null;
            facts = Facts.NONE;
            facts = asked.unpack();
            packed = asked;
        }
        return facts;
    }
}
