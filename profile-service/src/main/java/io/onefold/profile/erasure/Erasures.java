package io.onefold.profile.erasure;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Notes the erasures that come down the log, in the transaction that carries them out. */
@ApplicationScoped
public class Erasures {
    private static final String FEED = "profiles";

    private final ErasureStore store;
    private final SetAsideItems setAside;
    private final FeedLog feed;
    private final FeedEpoch epoch;
    private final FeedWiper wiper;

    Erasures(ErasureStore store, SetAsideItems setAside, FeedLog feed, FeedEpoch epoch, FeedWiper wiper) {
        this.store = store;
        this.setAside = setAside;
        this.feed = feed;
        this.epoch = epoch;
        this.wiper = wiper;
    }

    /** To be called for every partition that tells it: what that had set aside before is forgotten as well. */
    public void erased(Transaction tx, Erasure erasure) {
        setAside.forget(tx, erasure);
        ConsistencyToken end = ConsistencyToken.of(FEED, epoch.present(), feed.heads(tx));
        if (store.put(tx, erasure, end, Instant.now().truncatedTo(ChronoUnit.MICROS))) {
            tx.afterCommit(wiper::wake);
        }
    }
}
