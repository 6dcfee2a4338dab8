package io.onefold.kit.feed;

import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands every consumer of a service the same machinery. */
@Dependent
class ConsumerParts {
    @Produces
    @Singleton
    static FeedConsumer.Parts parts(
            Database database,
            CursorStore cursors,
            Leases leases,
            Wakeups wakeups,
            ClockRelay relay,
            FeedConfig config,
            FeedMetrics metrics) {
        return new FeedConsumer.Parts(database, cursors, leases, wakeups, relay, config, metrics);
    }
}
