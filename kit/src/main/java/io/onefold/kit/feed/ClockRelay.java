package io.onefold.kit.feed;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Passes the clock on: once every partition of the upstream has ticked an instant, and its effects are committed with it, the instant is
 * ticked into every partition of this service's own feed. Looks at committed cursors only, after the commit, so whoever commits the last
 * missing tick passes it on.
 */
@ApplicationScoped
public class ClockRelay {
    private static final String PASSED = """
            select workspace, min(time)
            from feed_clock
            group by workspace""";

    private final Database database;
    private final CursorStore cursors;
    private final FeedLog log;
    private final FeedConfig config;
    private final String leading;

    public ClockRelay(Database database, CursorStore cursors, FeedLog log, FeedConfig config) {
        this.database = database;
        this.cursors = cursors;
        this.log = log;
        this.config = config;
        this.leading = config.clockFrom();
    }

    void pass(String upstream) {
        if (!upstream.equals(leading)) {
            return;
        }
        Map<String, Instant> due = database.snapshot(tx -> due(tx));
        due.forEach((workspace, time) -> database.inTransaction(tx -> {
            // Another lane may have passed it on meanwhile; under the heads' locks the clock that stands is final.
            log.lock(tx);
            if (passed(tx).getOrDefault(workspace, Instant.MIN).isBefore(time)) {
                log.tick(tx, workspace, time);
            }
        }));
    }

    private Map<String, Instant> due(Transaction tx) {
        Map<String, Instant> came = cursors.clocks(tx, leading, config.partitions());
        Map<String, Instant> passed = passed(tx);
        came.entrySet()
                .removeIf(e -> !passed.getOrDefault(e.getKey(), Instant.MIN).isBefore(e.getValue()));
        return came;
    }

    private static Map<String, Instant> passed(Transaction tx) {
        Map<String, Instant> passed = new HashMap<>();
        for (Row row : tx.query(PASSED)) {
            passed.put(row.getString(0), row.getOffsetDateTime(1).toInstant());
        }
        return passed;
    }
}
