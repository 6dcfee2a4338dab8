package io.onefold.segment.audience;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Map;

/** Audiences that a deployment always has. */
@ConfigMapping(prefix = "onefold.segment")
public interface SegmentConfig {
    /** By workspace, the audience files (paths, or resources of the service such as `audiences/vip.yaml`) to create at start. */
    Map<String, List<String>> createAtStart();
}
