package io.onefold.devstack;

import java.util.Map;
import java.util.Optional;

/**
 * Servers that somebody else runs; each is used in place of the one that the stack would start.
 *
 * @param postgres {@code ONEFOLD_POSTGRES_URL}, as {@code postgresql://user:password@host:port}; the user may create databases
 * @param redisUrl {@code ONEFOLD_REDIS_URL}, as {@code redis://host:port}
 * @param smtp {@code ONEFOLD_SMTP}, as {@code host:port}; what arrives there is for others to read
 */
public record OutsideServers(Optional<PostgresAddress> postgres, Optional<String> redisUrl, Optional<HostPort> smtp) {

    public static final OutsideServers NONE = new OutsideServers(Optional.empty(), Optional.empty(), Optional.empty());

    public static OutsideServers of(Map<String, String> environment) {
        return new OutsideServers(
                given(environment, "ONEFOLD_POSTGRES_URL").map(PostgresAddress::parse),
                given(environment, "ONEFOLD_REDIS_URL"),
                given(environment, "ONEFOLD_SMTP").map(HostPort::parse));
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
