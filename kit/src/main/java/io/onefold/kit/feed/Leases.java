package io.onefold.kit.feed;

import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Which replica reads which lane of a feed. Saves the work of reading twice; the compare-and-set of the cursors is what protects. */
@ApplicationScoped
public class Leases {
    private static final String ACQUIRE = """
            insert into cursor_lease (upstream, lane, holder, expires_at)
            values ($1, $2, $3, $5)
            on conflict (upstream, lane) do update
            set holder = excluded.holder, expires_at = excluded.expires_at
            where cursor_lease.holder = $3 or cursor_lease.expires_at < $4""";

    private static final String RELEASE = "delete from cursor_lease where upstream = $1 and lane = $2 and holder = $3";

    private final Database database;
    private final FeedConfig config;

    public Leases(Database database, FeedConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Takes or renews a lease; false while another replica holds it. */
    boolean acquire(String upstream, int lane, UUID holder) {
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        OffsetDateTime until = now.plus(config.leaseTime());
        return database.transaction(tx -> tx.execute(ACQUIRE, upstream, (short) lane, holder, now, until)) == 1;
    }

    void release(String upstream, int lane, UUID holder) {
        database.inTransaction(tx -> tx.execute(RELEASE, upstream, (short) lane, holder));
    }

    /** Renews in the background until closed; runs {@code lost} when somebody else has taken the lease. */
    LeaseKeeper keep(String upstream, int lane, UUID holder, Runnable lost) {
        return new LeaseKeeper(
                () -> acquire(upstream, lane, holder), config.leaseTime().dividedBy(3), lost);
    }
}
