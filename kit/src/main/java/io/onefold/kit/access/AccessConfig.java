package io.onefold.kit.access;

import io.onefold.proto.type.v1.Role;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens that callers may present. Only their SHA-256 stands in the configuration. */
@ConfigMapping(prefix = "onefold.access")
public interface AccessConfig {
    /** Tokens by a name of their own. */
    Map<String, Token> tokens();

    /** The token with which this service calls the others. */
    Optional<String> internalToken();

    /** Whether the fixed, well-known development credentials are accepted. The production profile refuses to start with them. */
    @WithDefault("false")
    boolean development();

    /** One token. */
    interface Token {
        /** The SHA-256 of the token, 64 hexadecimal digits. */
        String sha256();

        /** The workspace of its callers; absent only for INTERNAL tokens. */
        Optional<String> workspace();

        /** What its callers may do. */
        Set<Role> roles();
    }
}
