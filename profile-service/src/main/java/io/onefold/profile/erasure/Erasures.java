package io.onefold.profile.erasure;

import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Notes the erasures that come down the log, in the transaction that carries them out. */
@ApplicationScoped
public class Erasures {
    private final ErasureStore store;
    private final SetAsideItems setAside;
    private final FeedWiper wiper;

    Erasures(ErasureStore store, SetAsideItems setAside, FeedWiper wiper) {
        this.store = store;
        this.setAside = setAside;
        this.wiper = wiper;
    }

    /** To be called for every partition that tells it: what that had set aside before is forgotten as well. */
    public void erased(Transaction tx, Erasure erasure) {
        setAside.forget(tx, erasure);
        if (store.put(tx, erasure, Instant.now().truncatedTo(ChronoUnit.MICROS))) {
            tx.afterCommit(wiper::wake);
        }
    }
}
