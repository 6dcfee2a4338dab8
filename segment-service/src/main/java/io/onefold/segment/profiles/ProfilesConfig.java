package io.onefold.segment.profiles;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this service reads profiles. */
@ConfigMapping(prefix = "onefold.segment")
public interface ProfilesConfig {
    /** The most memory that facts of profiles take which are kept between two changes; an eighth of the heap is a good measure. */
    @WithDefault("24M")
    MemorySize knownFacts();

    /** For how long, and three times at least, it is tried to read a profile that fails alone before its events count as unknown. */
    @WithDefault("30s")
    Duration unreadableAfter();

    /** How long a scan waits for the next answer before it is given up and begun again. */
    @WithDefault("60s")
    Duration scanIdle();
}
