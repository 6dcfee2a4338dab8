package io.onefold.launcher.running;

import java.nio.file.Path;
import java.util.Locale;

/** The five services, in the order of the flow. */
public enum ServiceKind {
    INGESTION("events"),
    IDENTITY("identities"),
    PROFILE("profiles"),
    SEGMENT("memberships"),
    ACTIVATION("deliveries");

    private static final int HTTP_BASE = 8081;
    private static final int MANAGEMENT_BASE = 9081;

    private final String feed;

    ServiceKind(String feed) {
        this.feed = feed;
    }

    public static ServiceKind named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Its short name, as in {@code profile}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its feed carries; the others' configuration names it so. */
    String feed() {
        return feed;
    }

    public String database() {
        return "onefold_" + shortName();
    }

    /** Its one public port, gRPC and HTTP alike. */
    public int httpPort(int offset) {
        return HTTP_BASE + ordinal() + offset;
    }

    /** Its port for health and metrics. */
    public int managementPort(int offset) {
        return MANAGEMENT_BASE + ordinal() + offset;
    }

    Path jar(Path root) {
        return root.resolve(shortName() + "-service/target/quarkus-app/quarkus-run.jar");
    }
}
