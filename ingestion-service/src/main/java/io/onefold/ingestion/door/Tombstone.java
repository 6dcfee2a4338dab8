package io.onefold.ingestion.door;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of an identifier or a record that was erased.
 *
 * @param refuses it is an identifier that was the erased person's alone; else an event that has it is only marked
 * @param ordinal of the latest erasure that it was part of
 * @param erasedAt when the person asked for it, by the clock of the events
 * @param reopenedAt the event time of the consent that was given anew
 * @param lostUntil of a record: what happened up to then may have been wiped, and its claim lost since by a restore, so that it would pass for
 *     new when it is sent again; it is refused, whoever consents
 */
public record Tombstone(
        boolean refuses, long ordinal, Instant erasedAt, Optional<Instant> reopenedAt, Optional<Instant> lostUntil) {

    boolean isOpen() {
        return !refuses || reopenedAt.isPresent();
    }

    boolean isOpenFor(Instant eventTime) {
        return refuses
                ? reopenedAt.filter(since -> !eventTime.isBefore(since)).isPresent()
                : lostUntil.filter(until -> !eventTime.isAfter(until)).isEmpty();
    }

    boolean isOpenedBy(Instant consentTime) {
        return refuses && consentTime.isAfter(erasedAt);
    }

    /** Open from an instant on, or from an earlier one from which it was open already. */
    Tombstone openedAt(Instant consentTime) {
        Instant since =
                reopenedAt.filter(before -> before.isBefore(consentTime)).orElse(consentTime);
        return new Tombstone(refuses, ordinal, erasedAt, Optional.of(since), lostUntil);
    }
}
