package io.onefold.k8s.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.onefold.devstack.DevStack;
import io.onefold.devstack.Folders;
import io.onefold.devstack.OutsideServers;
import io.onefold.devstack.StackSettings;
import io.onefold.k8s.render.Checkout;
import io.onefold.k8s.render.Overlay;
import io.onefold.k8s.rules.Manifests;
import io.onefold.k8s.rules.OperatorSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What overlays/prod renders to starts the packaged services, works, and is probed as it should be, with the Secrets and databases that the
 * commands of README.md make. The services are processes and not containers; what a container adds is for the rules.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ProductionIT {
    private static final int OFFSET = 3600;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String WRITE_KEY = "a key that the web site has";
    private static final String SOURCE =
            "sources: [{id: web, channel: web, write_key_sha256: 3b264bea401984301d2a90c81fcae50dee2cdd1aed61addb1b5403fcac9dbd56}]";
    private static final String ORDER = """
            {"messageId": "order-1", "userId": "ann", "event": "Order Completed", "properties": {"total": "34.80"}}""";

    private final Path folder = Checkout.MANIFESTS.resolve("target/production");
    private final List<Pod> pods = new ArrayList<>();
    private final OperatorSecrets operator = OperatorSecrets.needed();
    private DevStack stack;
    private Places places;

    @BeforeAll
    void start() throws IOException, InterruptedException, SQLException {
        Folders.delete(folder);
        stack = DevStack.start(StackSettings.durable(folder.resolve("stack"), OFFSET, Map.of()), OutsideServers.NONE);
        Databases.make(stack.info().postgres(), folder.resolve("stack/postgres"), operator.sql());
        places = new Places(folder, stack.info().postgres().port(), stack.info().redisUrl(), OFFSET);
        Manifests manifests = Manifests.of(withSource(Overlay.PROD.render()), operator.secrets());
        for (Deployment workload : manifests.services().toList()) {
            pods.add(Pod.start(manifests, workload, places));
        }
        for (Pod pod : pods) {
            await(START, pod, pod::isStarted);
            await(PATIENCE, pod, pod::isReady);
        }
    }

    @AfterAll
    void stop() throws IOException {
        pods.forEach(Pod::kill);
        stack.close();
    }

    @Test
    @Order(1)
    void aBuyerIsFoundByWhoMay() throws Exception {
        String token = operator.said().strip().replaceAll("(?s).* ", "");
        try (Caller caller = new Caller(places)) {
            assertEquals(200, caller.track(WRITE_KEY, ORDER));
            await(PATIENCE, pods.get(0), () -> caller.members(token, "recent_buyers") == 1);
        }
    }

    @Test
    @Order(2)
    void withoutRedisAllAreReady() throws Exception {
        end("redis");
        assertAll("ready", Pod::isReady);
        assertAll("live", Pod::isLive);
    }

    @Test
    @Order(3)
    void withoutPostgresNoneIsReadyAndAllAreLive() throws Exception {
        end("postgres");
        for (Pod pod : pods) {
            await(PATIENCE, pod, () -> !pod.isReady());
        }
        assertAll("live", Pod::isLive);
        assertAll("not ready", pod -> !pod.isReady());
    }

    @Test
    @Order(4)
    void allEndWithinTheirGraceEvenThen() throws Exception {
        for (Pod pod : pods) {
            Duration took = pod.end();
            assertTrue(took.compareTo(pod.grace().dividedBy(2)) < 0, pod.name() + " took " + took);
        }
    }

    /** One source more, as the operator writes it into the file. */
    private static List<ObjectNode> withSource(List<ObjectNode> rendered) {
        ObjectNode files = rendered.stream()
                .filter(object -> object.at("/metadata/name").asText().equals("ingestion-files"))
                .findFirst()
                .orElseThrow();
        String sources = files.at("/data/sources.yaml").asText();
        ((ObjectNode) files.path("data")).put("sources.yaml", sources.replace("sources: []", SOURCE));
        return rendered;
    }

    private void end(String server) throws Exception {
        ProcessHandle process = Objects.requireNonNull(
                DevStack.serverProcesses(folder.resolve("stack")).get(server));
        assertTrue(process.destroyForcibly());
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void assertAll(String what, Predicate<Pod> holds) {
        pods.forEach(pod -> assertTrue(holds.test(pod), pod.name() + " is not " + what + tail(pod)));
    }

    private static void await(Duration limit, Pod pod, BooleanSupplier comes) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!comes.getAsBoolean()) {
            assertTrue(pod.isAlive(), () -> pod.name() + " ended" + tail(pod));
            assertTrue(System.nanoTime() < end, () -> "waited for " + pod.name() + tail(pod));
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String tail(Pod pod) {
        return ". The end of its log:\n" + Folders.tail(pod.log(), 15);
    }
}
