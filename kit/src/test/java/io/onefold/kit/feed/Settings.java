package io.onefold.kit.feed;

import java.time.Duration;

/** A feed's configuration for a test: few partitions, short leases. */
record Settings(int partitions, int lanes, int maxItems, String clockFrom) implements FeedConfig {
    static Settings of(int partitions) {
        return new Settings(partitions, 2, 100, "none");
    }

    Settings withClockFrom(String upstream) {
        return new Settings(partitions, lanes, maxItems, upstream);
    }

    @Override
    public int maxWatchers() {
        return 8;
    }

    @Override
    public long maxBytes() {
        return 1 << 20;
    }

    @Override
    public int maxTokenWaiters() {
        return 8;
    }

    @Override
    public Duration leaseTime() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration recheck() {
        return Duration.ofMillis(200);
    }

    @Override
    public Duration maxTokenWait() {
        return Duration.ofMillis(600);
    }
}
