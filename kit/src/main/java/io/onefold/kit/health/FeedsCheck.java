package io.onefold.kit.health;

import io.onefold.kit.feed.FeedMetrics;
import io.onefold.kit.feed.FeedMetrics.State;
import io.onefold.kit.feed.ReadFeeds;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the feeds are read. A service before this one that is away does not count: what is known here can be served, and would not be
 * if one outage took all of them out. It counts until it was reached for the first time by any replica, since
 * nothing is known here before.
 */
@Readiness
@ApplicationScoped
class FeedsCheck implements HealthCheck {
    private static final String READ = "read";
    private static final String ELSEWHERE = "read by other replicas";
    private static final Set<String> GOOD = Set.of(READ, ELSEWHERE);

    private final FeedMetrics metrics;
    private final ReadFeeds read;

    FeedsCheck(FeedMetrics metrics, ReadFeeds read) {
        this.metrics = metrics;
        this.read = read;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("feeds are read").up();
        for (Map.Entry<String, State> feed : metrics.states().entrySet()) {
            String standing = standing(feed.getKey(), feed.getValue());
            response.withData(feed.getKey(), standing);
            if (!GOOD.contains(standing)) {
                response.down();
            }
        }
        return response.build();
    }

    private String standing(String feed, State state) {
        if (state.dead()) {
            return "not read: a thread has ended";
        }
        // A cursor that is lost is let go once the upstream is ready for it: until then there is what was read before.
        if (read.isBegun(feed)) {
            return READ;
        }
        if (state.lost()) {
            return "cursor lost: cannot begin anew yet";
        }
        if (state.elsewhere()) {
            return ELSEWHERE;
        }
        return state.reached() ? READ : "never reached";
    }
}
