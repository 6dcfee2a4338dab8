package io.onefold.devstack;

import com.icegreen.greenmail.user.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * PostgreSQL with the five services' databases, Redis and a mail sink on one folder, for as long as this object is open; where an outside
 * server is named, that one is used instead.
 *
 * <p>A killed predecessor on the same folder leaves servers behind; they are stopped properly before new ones start.
 */
public final class DevStack implements AutoCloseable {

    private final StackSettings settings;
    private final OutsideServers outside;
    private final StackLock lock;
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final MailSink mail;
    private final List<ServerKeeper> keepers = new CopyOnWriteArrayList<>();

    private DevStack(StackSettings settings, OutsideServers outside, StackLock lock) {
        this.settings = settings;
        this.outside = outside;
        this.lock = lock;
        this.postgres = new PostgresServer(settings);
        this.redis = new RedisServer(settings);
        this.mail = new MailSink(settings);
    }

    /** Returns when everything is ready and {@code stack.properties} says so. */
    public static DevStack start(StackSettings asked, OutsideServers outside) throws IOException, InterruptedException {
        StackSettings settings = asked.onRealPath();
        StackLock lock = StackLock.take(settings.dir());
        DevStack stack = new DevStack(settings, outside, lock);
        try {
            stack.startServers();
            return stack;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** The stack that is running and ready on this folder, whoever started it. */
    public static Optional<StackInfo> running(Path dir) throws IOException {
        return StackLock.isHeld(dir) ? StackInfo.read(dir) : Optional.empty();
    }

    /** Stops the servers that a killed stack left running on this folder; refuses where the stack is alive. */
    public static void stopOrphans(StackSettings asked) throws IOException, InterruptedException {
        StackSettings settings = asked.onRealPath();
        try (StackLock lock = StackLock.take(settings.dir())) {
            Files.deleteIfExists(settings.dir().resolve(StackInfo.FILE));
            new RedisServer(settings).stopOrphan();
            new PostgresServer(settings).stopOrphan();
        }
    }

    /** The server processes alive on a stack's folder, by name: for those who look at their memory or kill one in a test. */
    public static Map<String, ProcessHandle> serverProcesses(Path dir) throws IOException {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        if (Files.isDirectory(dir)) {
            Path real = dir.toRealPath();
            PostgresServer.process(real).ifPresent(process -> processes.put("postgres", process));
            RedisServer.process(real).ifPresent(process -> processes.put("redis", process));
        }
        return processes;
    }

    private void startServers() throws IOException, InterruptedException {
        Files.deleteIfExists(settings.dir().resolve(StackInfo.FILE));
        redis.stopOrphan();
        postgres.stopOrphan();
        refuseTakenPorts();
        if (outside.redisUrl().isEmpty()) {
            redis.start();
        }
        if (outside.smtp().isEmpty()) {
            startMail();
        }
        if (outside.postgres().isEmpty()) {
            postgres.start();
        }
        StackInfo info = info();
        PostgresAddress.SERVICE_DATABASES.forEach(info::createDatabase);
        info.write(settings.dir());
    }

    public StackInfo info() {
        HostPort smtp = outside.smtp().orElse(new HostPort("127.0.0.1", settings.smtpPort()));
        return new StackInfo(
                ProcessHandle.current().pid(),
                outside.postgres().orElse(PostgresAddress.local(settings.postgresPort())),
                outside.redisUrl().orElse("redis://127.0.0.1:" + settings.redisPort()),
                smtp.host(),
                smtp.port(),
                settings.imapPort());
    }

    /**
     * From now on a server that ends by itself is started again on its data and its port. The answer completes, with the reason, when that is
     * of no use any more.
     */
    CompletableFuture<String> keepServers(Consumer<String> lines) {
        if (outside.redisUrl().isEmpty()) {
            keepers.add(new ServerKeeper(redis, lines));
        }
        if (outside.postgres().isEmpty()) {
            keepers.add(new ServerKeeper(postgres, lines));
        }
        CompletableFuture<String> first = new CompletableFuture<>();
        keepers.forEach(keeper -> keeper.givenUp().thenAccept(first::complete));
        return first;
    }

    private void startMail() {
        try {
            mail.start();
        } catch (UserException e) {
            throw StackException.cannotRun("the mail sink does not start: " + e.getMessage(), e);
        }
    }

    private void refuseTakenPorts() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        if (outside.postgres().isEmpty()) {
            ports.put("postgres", settings.postgresPort());
        }
        if (outside.redisUrl().isEmpty()) {
            ports.put("redis", settings.redisPort());
        }
        if (outside.smtp().isEmpty()) {
            ports.put("smtp", settings.smtpPort());
            ports.put("imap", settings.imapPort());
        }
        List<String> taken = ports.entrySet().stream()
                .filter(port -> !Ports.isFree(port.getValue()))
                .map(port -> "port %d is taken by another program; choose another one with ONEFOLD_%s_PORT or --%s-port"
                        .formatted(port.getValue(), port.getKey().toUpperCase(Locale.ROOT), port.getKey()))
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
            for (ServerKeeper keeper : keepers) {
                keeper.close();
            }
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
