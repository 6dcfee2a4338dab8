package io.onefold.ingestion.filing;

import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who was first with an event id.
 *
 * @param recordId where the event is filed; null unless it is
 */
record Claim(UUID eventId, State state, @Nullable UUID recordId, long contentHash) {
    private static final long UNKNOWN_CONTENT = 0;

    /** The table's order, which is also the order of the index: neighbours in a statement are neighbours on a page. */
    static final Comparator<Claim> ORDER = Comparator.comparing(Claim::eventId, (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    });

    /** Of an event of somebody who was erased: nothing is known of it but its id. */
    static Claim erased(UUID eventId) {
        return new Claim(eventId, State.ERASED, null, 0);
    }

    /** Of an event that was filed before the store was restored: where, but not with what content. */
    static Claim returned(UUID eventId, UUID recordId) {
        return new Claim(eventId, State.FILED, recordId, UNKNOWN_CONTENT);
    }

    /** Whether what was sent now is something else under the same id, as far as is known. */
    boolean isConflict(long otherHash) {
        return contentHash != UNKNOWN_CONTENT && contentHash != otherHash;
    }

    /** What became of the first; the codes are those of the table. */
    enum State {
        FILED(1),
        QUARANTINED(2),
        ERASED(3);

        private final short code;

        State(int code) {
            this.code = (short) code;
        }

        short code() {
            return code;
        }

        static State of(short code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no claim has the state " + code);
        }
    }
}
