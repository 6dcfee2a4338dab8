package io.onefold.activation.script;

import io.onefold.devstack.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses the ports of what the tests play, and the folder of files, before Quarkus reads its configuration. */
public final class ScriptPorts implements QuarkusTestResourceLifecycleManager {
    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("activation-test");
            String feedPort = Integer.toString(Ports.free());
            String hookPort = Integer.toString(Ports.free());
            Map<String, String> config = new HashMap<>();
            config.put("onefold.test.feeds-port", feedPort);
            config.put("quarkus.grpc.clients.profiles.test-port", feedPort);
            config.put("quarkus.grpc.clients.memberships.test-port", feedPort);
            config.put("quarkus.mailer.mock", "false");
            config.put("quarkus.mailer.host", "127.0.0.1");
            config.put("quarkus.mailer.port", Integer.toString(Ports.free()));
            config.put("onefold.activation.send-timeout", "5s");
            config.put("onefold.activation.rebuild-idle", "5s");
            config.put("onefold.test.hook-port", hookPort);
            config.put("onefold.test.hook-secret-new", WebhookServer.NEW_SECRET);
            config.put("onefold.test.hook-secret-old", WebhookServer.OLD_SECRET);
            config.put("onefold.test.hook-key", WebhookServer.KEY);
            config.put("onefold.activation.files-root", folder.resolve("files").toString());
            config.put("onefold.activation.campaigns-file", campaigns(folder, hookPort));
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String campaigns(Path folder, String hookPort) throws IOException {
        try (InputStream file = Objects.requireNonNull(ScriptPorts.class.getResourceAsStream("/test-campaigns.yaml"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("@hook-port@", hookPort);
            return Files.writeString(folder.resolve("campaigns.yaml"), text).toString();
        }
    }

    @Override
    public void stop() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
