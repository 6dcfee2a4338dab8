package io.onefold.kit.access;

import io.onefold.proto.type.v1.Role;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens of the configuration, and in development the well-known ones. */
@Startup
@ApplicationScoped
public class TokenCredentials implements Credentials {
    /** The workspace of the development credentials. */
    public static final String DEVELOPMENT_WORKSPACE = "dev";

    private static final Map<String, Set<Role>> DEVELOPMENT = Map.of(
            "dev-read", Set.of(Role.ROLE_READ),
            "dev-manage", Set.of(Role.ROLE_READ, Role.ROLE_MANAGE),
            "dev-privacy", Set.of(Role.ROLE_PRIVACY),
            "dev-internal", Set.of(Role.ROLE_INTERNAL));

    private final Map<String, Caller> bySha256 = new HashMap<>();
    private final String internalToken;

    public TokenCredentials(AccessConfig config) {
        if (config.development()) {
            refuseInProduction();
            DEVELOPMENT.forEach((token, roles) -> {
                String workspace = roles.contains(Role.ROLE_INTERNAL) ? "" : DEVELOPMENT_WORKSPACE;
                bySha256.put(Secrets.sha256(token), new Caller(workspace, "", roles));
            });
        }
        config.tokens().forEach(this::add);
        internalToken = config.internalToken().orElseGet(() -> requireDevelopment(config));
    }

    private void add(String name, AccessConfig.Token token) {
        if (!token.sha256().matches("[0-9a-f]{64}")) {
            throw new IllegalStateException(
                    "onefold.access.tokens." + name + ".sha256 must be 64 lower-case hexadecimal digits");
        }
        boolean internal = token.roles().contains(Role.ROLE_INTERNAL);
        if (internal == token.workspace().isPresent()) {
            throw new IllegalStateException("onefold.access.tokens." + name
                    + (internal
                            ? " is INTERNAL and sees every workspace: it must not name one"
                            : " must name a workspace"));
        }
        if (internal && token.roles().size() > 1) {
            throw new IllegalStateException("onefold.access.tokens." + name + ": INTERNAL goes with no other role");
        }
        bySha256.put(token.sha256(), new Caller(token.workspace().orElse(""), "", token.roles()));
    }

    private static void refuseInProduction() {
        if (ConfigUtils.isProfileActive("prod")) {
            throw new IllegalStateException(
                    "the production profile does not start with onefold.access.development=true: its credentials are public");
        }
    }

    private static String requireDevelopment(AccessConfig config) {
        if (!config.development()) {
            throw new IllegalStateException(
                    "onefold.access.internal-token must be set: the service calls the others with it");
        }
        return "dev-internal";
    }

    @Override
    public Optional<Caller> find(String secret) {
        return Optional.ofNullable(bySha256.get(Secrets.sha256(secret)));
    }

    /** The token with which this service calls the others. */
    String internalToken() {
        return internalToken;
    }
}
