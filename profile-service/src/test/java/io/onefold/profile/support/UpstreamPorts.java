package io.onefold.profile.support;

import io.onefold.devstack.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Says where the two upstreams will be found, and how the test reads them. */
public final class UpstreamPorts implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        String port = Integer.toString(Ports.free());
        // Many lanes, so that writers of one profile meet; a short lease, so that a second replica comes in quickly. A
        // token is waited for
        // as long as a busy machine takes to apply tens of thousands of events, or the whole feed anew.
        return Map.of(
                "onefold.events.port",
                port,
                "quarkus.grpc.clients.events.test-port",
                port,
                "quarkus.grpc.clients.identities.test-port",
                port,
                "quarkus.grpc.clients.resolve.test-port",
                port,
                "quarkus.grpc.clients.door.test-port",
                port,
                "onefold.feed.lanes",
                "8",
                "onefold.feed.lease-time",
                "3s",
                "onefold.feed.max-token-wait",
                "5m");
    }

    @Override
    public void stop() {}
}
