package io.onefold.profile.projection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What makes a profile. */
@ConfigMapping(prefix = "onefold.profile")
public interface ProfileConfig {
    /** The namespaces that make a profile known; holding one identifier of them is enough. */
    @WithDefault("user_id,email")
    Set<String> knownNamespaces();
}
