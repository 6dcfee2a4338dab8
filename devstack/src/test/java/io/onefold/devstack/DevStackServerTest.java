package io.onefold.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevStackServerTest {

    private static final String DATABASE = "onefold_profile";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    private Path dir;
    private StackPorts ports;

    @BeforeEach
    void freshFolderAndPorts() throws Exception {
        dir = Files.createDirectory(temp.resolve("stack"));
        ports = StackPorts.free();
    }

    @Test
    void dataSurvivesARestartAndTheServersEndWithTheirParent() throws Exception {
        try (ServerProcess server = ServerProcess.start(dir, ports)) {
            StackInfo stack = server.awaitReady();
            Sql.execute(stack, DATABASE, "create table kept (n int)");
            Sql.execute(stack, DATABASE, "insert into kept values (42)");
        }
        assertFalse(Files.exists(dir.resolve("stack.properties")));
        assertFalse(Files.exists(dir.resolve("postgres/postmaster.pid")), "a fast shutdown removes its pid file");
        assertTrue(Ports.isFree(ports.redis()), "Redis has ended");
        try (ServerProcess server = ServerProcess.start(dir, ports)) {
            assertEquals("42", Sql.value(server.awaitReady(), DATABASE, "select n from kept"));
        }
    }

    @Test
    void whatIsCommittedIsFlushed() throws Exception {
        try (ServerProcess server = ServerProcess.start(dir, ports)) {
            StackInfo stack = server.awaitReady();
            assertEquals("on", Sql.value(stack, DATABASE, "show fsync"));
            assertEquals("on", Sql.value(stack, DATABASE, "show synchronous_commit"));
            assertEquals("on", Sql.value(stack, DATABASE, "show full_page_writes"));
        }
    }

    @Test
    void theSecondStartSaysThatTheFirstOneRuns() throws Exception {
        try (ServerProcess first = ServerProcess.start(dir, ports)) {
            first.awaitReady();
            ServerProcess second = ServerProcess.start(dir, ports);
            assertEquals(StackException.ALREADY_RUNNING, second.awaitEnd());
            assertEquals(
                    "already running, pid %d (data in %s)%n".formatted(first.pid(), dir.toRealPath()), second.output());
        }
    }

    @Test
    void aTakenPortIsNamedWithTheOptionThatChangesIt() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerProcess server = ServerProcess.start(dir, ports.withPostgres(other.getLocalPort()));
            assertEquals(StackException.CANNOT_RUN, server.awaitEnd());
            assertEquals(
                    "port %d is taken by another program; choose another one with ONEFOLD_POSTGRES_PORT or --postgres-port%n"
                            .formatted(other.getLocalPort()),
                    server.output());
        }
    }

    @Test
    void theOrphansOfAKilledParentAreReplaced() throws Exception {
        ServerProcess killed = ServerProcess.start(dir, ports);
        StackInfo before = killed.awaitReady();
        Sql.execute(before, DATABASE, "create table kept (n int)");
        killed.kill();
        assertFalse(Ports.isFree(ports.postgres()), "PostgreSQL lives on as an orphan");
        try (ServerProcess next = ServerProcess.start(dir, ports)) {
            assertEquals("0", Sql.value(next.awaitReady(), DATABASE, "select count(*) from kept"));
        }
    }

    @Test
    void aKillOfEverythingIsRecoveredFrom() throws Exception {
        ServerProcess killed = ServerProcess.start(dir, ports);
        StackInfo before = killed.awaitReady();
        Sql.execute(before, DATABASE, "create table kept (n int)");
        ProcessHandle postgres = OwnProcess.find(dir.resolve("postgres/postmaster.pid"), "postgres", dir.toRealPath())
                .orElseThrow();
        ProcessHandle redis = OwnProcess.find(dir.resolve("redis/redis.pid"), "redis", dir.toRealPath())
                .orElseThrow();
        killed.kill();
        redis.destroyForcibly();
        postgres.descendants().forEach(ProcessHandle::destroyForcibly);
        postgres.destroyForcibly();
        postgres.onExit().join();
        redis.onExit().join();
        assertTrue(Files.exists(dir.resolve("postgres/postmaster.pid")), "a stale pid file is left");
        try (ServerProcess next = ServerProcess.start(dir, ports)) {
            assertEquals("0", Sql.value(next.awaitReady(), DATABASE, "select count(*) from kept"));
        }
    }

    @Test
    void aKilledPostgresComesBackOnItsDataWithDurableSettings() throws Exception {
        try (ServerProcess server = ServerProcess.start(dir, ports)) {
            StackInfo stack = server.awaitReady();
            Sql.execute(stack, DATABASE, "create table kept (n int)");
            Sql.execute(stack, DATABASE, "insert into kept values (42)");
            ProcessHandle postmaster = alive("postgres");
            List<ProcessHandle> killed = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            assertTrue(killed.size() > 1, "the postmaster has children");
            killed.forEach(ProcessHandle::destroyForcibly);
            Wait.until(
                    PATIENCE, "PostgreSQL is back", () -> isAnother("postgres", postmaster) && stack.isPostgresReady());
            assertEquals("42", Sql.value(stack, DATABASE, "select n from kept"));
            assertEquals("on", Sql.value(stack, DATABASE, "show fsync"));
            assertTrue(
                    Files.readString(dir.resolve("logs/postgres.log")).contains("was not properly shut down"),
                    "it was a crash");
            assertTrue(server.output().contains("postgres ended by itself"), server.output());
        }
    }

    @Test
    void aKilledRedisComesBackAndTheMailSinkGoesOn() throws Exception {
        try (ServerProcess server = ServerProcess.start(dir, ports)) {
            StackInfo stack = server.awaitReady();
            send(stack);
            ProcessHandle redis = alive("redis");
            redis.destroyForcibly();
            Wait.until(PATIENCE, "Redis is back", () -> isAnother("redis", redis) && stack.isRedisReady());
            assertEquals(1, stack.mailbox().count(), "the mail of before");
            assertEquals(server.pid(), StackInfo.read(dir).orElseThrow().pid());
        }
    }

    @Test
    void aServerThatCannotStartAgainEndsTheStackWithTheReason() throws Exception {
        ServerProcess server = ServerProcess.start(dir, ports);
        server.awaitReady();
        Files.writeString(dir.resolve("postgres/postgresql.conf"), "no_such_setting = 1\n", StandardOpenOption.APPEND);
        alive("postgres").destroyForcibly();
        assertEquals(StackException.CANNOT_RUN, server.awaitEnd());
        assertTrue(
                server.output().contains("postgres ended 5 times in a row and is not started again"), server.output());
        assertTrue(server.output().contains("no_such_setting"), server.output());
        assertTrue(Ports.isFree(ports.redis()), "the other server goes with the stack");
    }

    private ProcessHandle alive(String server) throws IOException {
        return Optional.ofNullable(DevStack.serverProcesses(dir).get(server)).orElseThrow();
    }

    private boolean isAnother(String server, ProcessHandle before) throws IOException {
        return Optional.ofNullable(DevStack.serverProcesses(dir).get(server))
                .filter(now -> now.pid() != before.pid())
                .isPresent();
    }

    private static void send(StackInfo stack) throws MessagingException {
        Properties smtp = new Properties();
        smtp.setProperty("mail.smtp.host", stack.mailHost());
        smtp.setProperty("mail.smtp.port", Integer.toString(stack.smtpPort()));
        MimeMessage mail = new MimeMessage(Session.getInstance(smtp));
        mail.setFrom("shop@onefold.example");
        mail.setRecipients(Message.RecipientType.TO, "ann@example.com");
        mail.setText("welcome");
        Transport.send(mail);
    }

    @Test
    void aWrongOptionIsExplainedInOneLine() throws Exception {
        ServerProcess server = ServerProcess.start(dir, ports.withPostgres(-1));
        assertEquals(StackException.CANNOT_RUN, server.awaitEnd());
        assertEquals(1, server.output().lines().count(), server.output());
    }
}
