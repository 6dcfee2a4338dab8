package io.onefold.kit.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What operators are shown. */
@ConfigMapping(prefix = "onefold.metrics")
public interface MetricsConfig {
    /** How often the numbers are read that only the store knows. */
    @WithDefault("5s")
    Duration storeLook();
}
