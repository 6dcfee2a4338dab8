package io.onefold.activation.campaign;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What is sent, and how eagerly. */
@ConfigMapping(prefix = "onefold.activation")
public interface ActivationConfig {
    /** The campaigns: a path, or a resource of the service after `classpath:`. Absent: the campaigns that are in the table already. */
    Optional<String> campaignsFile();

    /** How many deliveries are worked on at once, each runner with its share of the buckets; divides 1,024. */
    @WithDefault("4")
    int runners();

    /** How far, in real time, the contacts may be behind the feed of profiles for anything to be sent. */
    @WithDefault("2s")
    Duration maxLag();

    /** How long a delivery that is being sent is left alone; longer than the longest attempt, else the start is refused. */
    @WithDefault("60s")
    Duration lease();

    /** The longest attempt. */
    @WithDefault("30s")
    Duration sendTimeout();

    /** After what time a delivery that had to wait for the contacts, or for its campaign to run, is looked at again. */
    @WithDefault("250ms")
    Duration deferral();
}
