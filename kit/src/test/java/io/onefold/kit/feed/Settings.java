package io.onefold.kit.feed;

import java.time.Duration;
import java.util.Optional;

/** A feed's configuration for a test: few partitions, short leases. */
record Settings(
        int partitions,
        int lanes,
        int maxItems,
        String clockFrom,
        Duration leaseTime,
        Duration maxTokenWait,
        Optional<String> restored)
        implements FeedConfig {
    static Settings of(int partitions) {
        return new Settings(
                partitions, 2, 100, "none", Duration.ofSeconds(1), Duration.ofMillis(600), Optional.empty());
    }

    Settings withClockFrom(String upstream) {
        return new Settings(partitions, lanes, maxItems, upstream, leaseTime, maxTokenWait, restored);
    }

    Settings withLeaseTime(Duration time) {
        return new Settings(partitions, lanes, maxItems, clockFrom, time, maxTokenWait, restored);
    }

    Settings withMaxTokenWait(Duration time) {
        return new Settings(partitions, lanes, maxItems, clockFrom, leaseTime, time, restored);
    }

    Settings withRestored(String word) {
        return new Settings(partitions, lanes, maxItems, clockFrom, leaseTime, maxTokenWait, Optional.of(word));
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
    public Duration linger() {
        return Duration.ofMillis(75);
    }

    @Override
    public Duration recheck() {
        return Duration.ofMillis(200);
    }
}
