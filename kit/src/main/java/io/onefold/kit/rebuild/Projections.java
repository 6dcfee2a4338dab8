package io.onefold.kit.rebuild;

import io.onefold.kit.sql.Transaction;

/** What a service derives from its truths. Each service that derives anything has one bean of it; runs on worker threads only. */
public interface Projections {
    /** Adds every derived row of a workspace, read in one snapshot, to the digest; without what only counts changes. */
    void digest(Transaction tx, String workspace, StateDigest digest);

    /**
     * Derives everything of a workspace anew from the truths alone, a bounded piece at a time, while the service goes on; corrects what
     * differs and announces it in the same transaction. Writes nothing where nothing differs.
     */
    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException;
}
