package io.onefold.kit.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How feeds are cut, served and read. The same number of partitions in every service. */
@ConfigMapping(prefix = "onefold.feed")
public interface FeedConfig {
    /** Partitions of every feed; divides 1,024. Changing it needs a new epoch. */
    @WithDefault("16")
    int partitions();

    /** How many streams a consumer opens to its upstream, each with its share of the partitions. */
    @WithDefault("2")
    int lanes();

    /** The most items in one transaction of a consumer. */
    @WithDefault("2000")
    int maxItems();

    /** The most bytes of payload in one answer to another service of the suite, over all its partitions; one item always fits. */
    @WithDefault("2097152")
    long maxBytes();

    /** The most calls that wait for a consistency token at once in one replica; each holds a worker thread. */
    @WithDefault("64")
    int maxTokenWaiters();

    /** The most watchers that one replica serves at once; each costs a thread. */
    @WithDefault("64")
    int maxWatchers();

    /** How long a replica keeps its lanes without renewing. */
    @WithDefault("10s")
    Duration leaseTime();

    /**
     * The longest that a watcher who has everything is left alone while more comes: each batch costs him, and this service, a transaction
     * or several. After a single item he is not kept waiting, after more of them two milliseconds for each.
     */
    @WithDefault("75ms")
    Duration linger();

    /** How long a waiter trusts that a wake-up will come before it looks for itself. */
    @WithDefault("1s")
    Duration recheck();

    /** The longest wait for a consistency token, whatever the caller's deadline. */
    @WithDefault("10s")
    Duration maxTokenWait();

    /**
     * The operator's word that this service's store was restored to an earlier point, where neither the server nor its timeline tells, such
     * as after a dump was read back: any text that was not said before, the time of the restore for one. Begins a new epoch, once.
     */
    Optional<String> restored();

    /** The upstream whose clock this service's own feed carries; `none` for a service without an upstream or a feed of its own. */
    @WithDefault("none")
    String clockFrom();
}
