package io.onefold.profile.support;

import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Both upstreams on a gRPC server of their own. */
@ApplicationScoped
public class Upstreams {
    private final int port;
    private final ScriptedIngestion ingestion = new ScriptedIngestion();
    private final ScriptedDoor door = new ScriptedDoor(ingestion);
    private final ScriptedRestore restore = new ScriptedRestore();
    private final ScriptedIdentity identity = new ScriptedIdentity();
    private @Nullable Server server;

    Upstreams(@ConfigProperty(name = "onefold.events.port") int port) {
        this.port = port;
    }

    public ScriptedIngestion ingestion() {
        return ingestion;
    }

    public ScriptedDoor door() {
        return door;
    }

    public ScriptedRestore restore() {
        return restore;
    }

    public ScriptedIdentity identity() {
        return identity;
    }

    void start(@Observes StartupEvent event) throws IOException {
        server = ServerBuilder.forPort(port)
                .addService(ingestion)
                .addService(door)
                .addService(restore)
                .addService(identity)
                .maxInboundMessageSize(64 << 20)
                .build()
                .start();
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.shutdownNow();
        }
    }
}
