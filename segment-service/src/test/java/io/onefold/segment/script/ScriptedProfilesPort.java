package io.onefold.segment.script;

import io.onefold.devstack.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Chooses the port of the scripted profile-service before Quarkus reads its configuration. */
public final class ScriptedProfilesPort implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        String port = Integer.toString(Ports.free());
        // A token is waited for as long as a busy machine takes.
        return Map.of(
                "onefold.profiles.port",
                port,
                "quarkus.grpc.clients.profiles.test-port",
                port,
                "quarkus.grpc.clients.facts.test-port",
                port,
                "onefold.feed.max-token-wait",
                "2m",
                "onefold.segment.scan-idle",
                "20s",
                "onefold.segment.unreadable-after",
                "1s");
    }

    @Override
    public void stop() {}
}
