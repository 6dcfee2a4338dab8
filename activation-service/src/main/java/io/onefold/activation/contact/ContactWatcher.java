package io.onefold.activation.contact;

import io.onefold.kit.sql.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Is told, in the transaction that changes contacts, whose addresses, consents or existence changed. */
public interface ContactWatcher {
    /** Profiles in order of their ids' bytes. */
    void changed(Transaction tx, Collection<UUID> profiles, Instant now);
}
