package io.onefold.launcher.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.devstack.Ports;
import io.onefold.devstack.PostgresAddress;
import io.onefold.devstack.StackInfo;
import io.onefold.devstack.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes of a suite, with stand-ins for the services: that the real ones run is for the end-to-end tests to see. */
class SuiteTest {

    private static final int PORT_OFFSET = 12_300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private SuiteOptions options;

    @BeforeEach
    void buildStandIns() throws IOException {
        options = StandInServices.build(root, PORT_OFFSET);
    }

    @AfterEach
    void stopWhatIsLeft() {
        Suite.attach(options).close();
    }

    @Test
    void everythingStartsAndEndsAndTheDataStays() throws Exception {
        try (Suite suite = Suite.start(options)) {
            assertEquals(
                    suite.stackInfo().postgres().reactiveUrl("onefold_profile"), databaseOf(suite.service("profile")));
            execute(suite.stackInfo().postgres(), "create table kept (n int)");
        }
        Suite stopped = Suite.attach(options);
        assertTrue(stopped.services().stream().noneMatch(ServiceProcess::isAlive));
        assertTrue(stopped.stack().info().isEmpty());
        assertTrue(stopped.stack().servers().isEmpty());
        try (Suite again = Suite.start(options)) {
            execute(again.stackInfo().postgres(), "insert into kept values (1)");
        }
    }

    @Test
    void aServiceIsKilledAndStartedAgainAndGetsAReplica() throws Exception {
        try (Suite suite = Suite.start(options)) {
            ServiceProcess profile = suite.service("profile");
            long before = profile.process().orElseThrow().pid();
            profile.kill();
            assertFalse(profile.isAlive());
            assertFalse(profile.isReady());
            profile.start();
            assertNotEquals(before, profile.process().orElseThrow().pid());
            ServiceProcess replica = suite.startReplica("profile", 50);
            assertEquals(profile.httpPort() + 50, replica.httpPort());
            assertEquals(databaseOf(profile), databaseOf(replica));
        }
        assertTrue(Ports.isFree(ServiceKind.PROFILE.httpPort(PORT_OFFSET + 50)));
    }

    @Test
    void whatCrashesIsStartedAgainUnlessItIsToStayDead() throws Exception {
        try (Suite suite = Suite.start(options)) {
            ServiceKeeper keeper = suite.keepServices();
            ServiceProcess segment = suite.service("segment");
            long before = segment.process().orElseThrow().pid();
            assertEquals(before, segment.crash());
            Wait.until(PATIENCE, "the segment service is back", segment::isReady);
            assertNotEquals(before, segment.process().orElseThrow().pid());
            keeper.leaveDead(segment);
            segment.crash();
            SuiteException nothing = assertThrows(SuiteException.class, segment::crash);
            assertTrue(messageOf(nothing).contains("does not run"), messageOf(nothing));
            ServiceProcess profile = suite.service("profile");
            profile.crash();
            Wait.until(PATIENCE, "the profile service is back", profile::isReady);
            assertFalse(segment.isAlive(), "the keeper has looked meanwhile, and left it");
            keeper.startAgain(segment);
            Wait.until(PATIENCE, "the segment service is back", segment::isReady);
        }
        assertTrue(Suite.attach(options).services().stream().noneMatch(ServiceProcess::isAlive));
    }

    @Test
    void aCrashedServerIsBackOnItsDataAndTheStackGoesOn() throws Exception {
        try (Suite suite = Suite.start(options)) {
            StackInfo before = suite.stackInfo();
            execute(before.postgres(), "create table kept (n int)");
            for (String server : List.of("postgres", "redis")) {
                long pid = suite.stack().crash(server);
                Wait.until(
                        PATIENCE,
                        server + " is back",
                        () -> suite.stack().servers().values().stream().allMatch(process -> process.pid() != pid)
                                && before.isPostgresReady()
                                && before.isRedisReady());
            }
            execute(before.postgres(), "insert into kept values (1)");
            assertEquals(before, suite.stackInfo());
        }
    }

    @Test
    void theReplicasOfAllServicesStandBesideThem() throws Exception {
        try (Suite suite = Suite.start(options)) {
            suite.startReplicas(50);
            for (ServiceKind kind : ServiceKind.values()) {
                assertEquals(2, suite.processes(kind).size());
                assertTrue(suite.processes(kind).stream().allMatch(ServiceProcess::isReady));
                ServiceProcess replica = suite.processes(kind).get(1);
                assertEquals(
                        ServiceKind.INGESTION.httpPort(PORT_OFFSET + 50), replica.upstreamPort(ServiceKind.INGESTION));
            }
        }
        assertTrue(Ports.isFree(ServiceKind.ACTIVATION.httpPort(PORT_OFFSET + 50)));
    }

    @Test
    void aFreshSuiteEndsWhatAKilledOneLeftBehind() throws Exception {
        long before =
                Suite.start(options).service("profile").process().orElseThrow().pid();
        SuiteOptions fresh = new SuiteOptions(
                root, options.dir(), PORT_OFFSET, true, false, options.javaOptions(), Map.of(), line -> {});
        try (Suite suite = Suite.start(fresh)) {
            assertNotEquals(
                    before, suite.service("profile").process().orElseThrow().pid());
        }
    }

    @Test
    void aPidFileWithoutContentIsNoProcess() throws IOException {
        Path file = Files.createFile(root.resolve("empty.pid"));
        assertTrue(new PidFile(file).read().isEmpty());
    }

    @Test
    void whatDiesWhileItStartsSaysWhy() {
        SuiteOptions broken = options.withProperty(ServiceKind.SEGMENT, "stand-in.dies", "true");
        SuiteException failure = assertThrows(SuiteException.class, () -> Suite.start(broken));
        assertTrue(messageOf(failure).contains("the segment service ended"), messageOf(failure));
        assertTrue(messageOf(failure).endsWith("cannot start: the reason"), messageOf(failure));
    }

    @Test
    void aTakenPortIsToldBeforeAnythingIsStarted() throws Exception {
        int port = ServiceKind.IDENTITY.httpPort(PORT_OFFSET);
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            SuiteException failure = assertThrows(SuiteException.class, () -> Suite.start(options));
            assertTrue(messageOf(failure).startsWith("port " + other.getLocalPort()), messageOf(failure));
        }
        assertFalse(Files.exists(options.dir()));
    }

    private static String messageOf(SuiteException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static String databaseOf(ServiceProcess service) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + service.httpPort() + "/database");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void execute(PostgresAddress postgres, String sql) throws Exception {
        try (Connection connection = postgres.connect("onefold_profile");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
