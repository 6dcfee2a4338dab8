package io.onefold.activation.contact;

import io.onefold.kit.sql.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Forgets what is kept of persons besides their contacts, in the transaction that erases these. */
public interface PersonForgetter {
    /**
     * Called twice: before the contacts are locked, as whoever asks the guard locks a delivery before its contact; and when they are
     * erased, since something may have come in between.
     */
    void forget(Transaction tx, Collection<UUID> profiles, Instant now);
}
