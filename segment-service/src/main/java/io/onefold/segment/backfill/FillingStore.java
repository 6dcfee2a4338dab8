package io.onefold.segment.backfill;

import io.onefold.kit.sql.Transaction;
import io.onefold.segment.audience.Audience;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether what is being filled is still wanted. */
@ApplicationScoped
class FillingStore {
    private static final String HOLD = """
            select from audience
            where id = $1 and version = $2 and state = 'BACKFILLING'
            for share""";

    /** The audience has changed or is deleted: what was evaluated of it is not to be written. */
    static final class Superseded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Superseded(Audience audience) {
            super("audience " + audience.name() + " is no longer filled at version " + audience.version());
        }
    }

    /** Holds the audience as it is until the transaction ends. */
    void requirePresent(Transaction tx, Audience audience) {
        if (tx.query(HOLD, audience.id(), audience.version()).size() == 0) {
            throw new Superseded(audience);
        }
    }
}
