package io.onefold.launcher.status;

import io.onefold.devstack.Scrape;
import java.util.Optional;

/** What somebody should look at, the worst first: docs/operations.md says what to do. */
enum Trouble {
    CURSOR_LOST("onefold_feed_cursors_lost", "cursor lost"),
    STUCK("onefold_feed_stuck_partitions", "stuck partitions"),
    FAILING("onefold_feed_lanes_failing", "lanes failing"),
    LATE("onefold_timers_late", "timers late"),
    SET_ASIDE("onefold_feed_set_aside_items", "items set aside"),
    PROFILES_SET_ASIDE("onefold_profiles_set_aside", "profiles set aside"),
    QUARANTINE("onefold_quarantine_events", "in quarantine"),
    DEAD("onefold_deliveries_total", "deliveries dead", "outcome", "dead"),
    ERASURES("onefold_erasures_open", "erasures open");

    private final String metric;
    private final String words;
    private final String[] labels;

    Trouble(String metric, String words, String... labels) {
        this.metric = metric;
        this.words = words;
        this.labels = labels;
    }

    Optional<String> in(Scrape scrape) {
        long found = (long) scrape.sum(metric, labels);
        return found == 0 ? Optional.empty() : Optional.of(found + " " + words);
    }
}
