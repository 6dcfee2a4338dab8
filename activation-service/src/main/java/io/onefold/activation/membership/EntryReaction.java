package io.onefold.activation.membership;

import io.onefold.kit.sql.Transaction;
import java.time.Instant;
import java.util.List;

/** What follows from entries and exits, in the transaction that moves the cursors. Must be idempotent: the feed may be read again. */
public interface EntryReaction {
    void apply(Transaction tx, List<Arrival> arrivals, Instant now);
}
