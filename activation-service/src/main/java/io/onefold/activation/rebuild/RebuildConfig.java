package io.onefold.activation.rebuild;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what is derived is derived anew. */
@ConfigMapping(prefix = "onefold.activation")
interface RebuildConfig {
    /** How long a rebuild waits for the next answer of a feed that it reads again before it gives up. */
    @WithDefault("30s")
    Duration rebuildIdle();

    /** The same while nothing of the feed is applied, since what came last is read: a little, and others wait for it. */
    @WithDefault("5s")
    Duration rebuildIdleLocked();
}
