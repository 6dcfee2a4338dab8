package io.onefold.identity.rules;

import io.smallrye.config.ConfigMapping;

/** Identity's own settings. */
@ConfigMapping(prefix = "onefold.identity")
interface IdentityConfig {
    /** The file with the identity rules of each workspace: a path, or `classpath:` and a resource. A change of it is a new version. */
    String rulesFile();
}
