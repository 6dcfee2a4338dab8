package io.onefold.devstack;

import com.icegreen.greenmail.user.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * PostgreSQL with the five services' databases, Redis and a mail sink on one folder, for as long as this object is open.
 *
 * <p>A killed predecessor on the same folder leaves servers behind; they are stopped properly before new ones start.
 */
public final class DevStack implements AutoCloseable {

    private final StackSettings settings;
    private final StackLock lock;
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final MailSink mail;

    private DevStack(StackSettings settings, StackLock lock) throws IOException {
        this.settings = settings;
        this.lock = lock;
        this.postgres = new PostgresServer(settings);
        this.redis = new RedisServer(settings);
        this.mail = new MailSink(settings);
    }

    /** Returns when everything is ready and {@code stack.properties} says so. */
    public static DevStack start(StackSettings asked) throws IOException, InterruptedException {
        StackSettings settings = asked.onRealPath();
        StackLock lock = StackLock.take(settings.dir());
        DevStack stack;
        try {
            stack = new DevStack(settings, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        try {
            stack.startServers();
            return stack;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startServers() throws IOException, InterruptedException {
        Files.deleteIfExists(settings.dir().resolve(StackInfo.FILE));
        redis.stopOrphan();
        postgres.stopOrphan();
        refuseTakenPorts();
        redis.start();
        startMail();
        postgres.start();
        StackInfo info = info();
        PostgresAddress.SERVICE_DATABASES.forEach(info::createDatabase);
        info.write(settings.dir());
    }

    public StackInfo info() {
        return new StackInfo(
                ProcessHandle.current().pid(),
                PostgresAddress.local(settings.postgresPort()),
                "redis://127.0.0.1:" + settings.redisPort(),
                "127.0.0.1",
                settings.smtpPort(),
                settings.imapPort());
    }

    /** Completes with the name of the first server that ends while the stack is open. */
    CompletableFuture<String> serverEnded() throws IOException {
        return CompletableFuture.anyOf(ended("PostgreSQL", postgres.process()), ended("Redis", redis.process()))
                .thenApply(String.class::cast);
    }

    private static CompletableFuture<String> ended(String name, Optional<ProcessHandle> process) {
        return process.map(handle -> handle.onExit().thenApply(end -> name))
                .orElseGet(() -> CompletableFuture.completedFuture(name));
    }

    private void startMail() {
        try {
            mail.start();
        } catch (UserException e) {
            throw StackException.cannotRun("the mail sink does not start: " + e.getMessage(), e);
        }
    }

    private void refuseTakenPorts() {
        Map<String, Integer> ports = Map.of(
                "postgres", settings.postgresPort(),
                "redis", settings.redisPort(),
                "smtp", settings.smtpPort(),
                "imap", settings.imapPort());
        List<String> taken = ports.entrySet().stream()
                .filter(port -> !Ports.isFree(port.getValue()))
                .map(port -> "port %d is taken by another program; choose another one with --%s-port or ONEFOLD_%s_PORT"
                        .formatted(port.getValue(), port.getKey(), port.getKey().toUpperCase(Locale.ROOT)))
                .sorted()
                .toList();
        if (!taken.isEmpty()) {
            throw StackException.cannotRun(String.join("\n", taken));
        }
    }

    /** Stops the servers; the data of a durable stack stays. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Files.deleteIfExists(settings.dir().resolve(StackInfo.FILE));
            mail.stop();
            redis.stop();
            if (settings.durable()) {
                postgres.stop();
            } else {
                postgres.stopAtOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the stack was stopping", e);
        }
    }
}
