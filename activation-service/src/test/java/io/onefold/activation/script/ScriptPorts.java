package io.onefold.activation.script;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Chooses the ports of the scripted feeds and of the mail server before Quarkus reads its configuration. */
public final class ScriptPorts implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try (ServerSocket feeds = free();
                ServerSocket mail = free()) {
            String feedPort = Integer.toString(feeds.getLocalPort());
            Map<String, String> config = new HashMap<>();
            config.put("onefold.test.feeds-port", feedPort);
            config.put("quarkus.grpc.clients.profiles.test-port", feedPort);
            config.put("quarkus.grpc.clients.memberships.test-port", feedPort);
            config.put("quarkus.mailer.mock", "false");
            config.put("quarkus.mailer.host", "127.0.0.1");
            config.put("quarkus.mailer.port", Integer.toString(mail.getLocalPort()));
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Override
    public void stop() {}
}
