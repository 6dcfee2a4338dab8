package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One Redis that keeps nothing on disk: the product must not need it to. */
final class RedisServer implements Server {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(10);

    private static final String FOLDER = "redis";
    private static final String PID_FILE = "redis.pid";

    private final Path stackDir;
    private final Path folder;
    private final Path log;
    private final int port;
    private @Nullable Process process;

    RedisServer(StackSettings settings) {
        this.stackDir = settings.dir();
        this.folder = settings.dir().resolve(FOLDER);
        this.log = settings.dir().resolve("logs").resolve("redis.log");
        this.port = settings.redisPort();
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.createDirectories(log.resolveSibling(""));
        Process started = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        Wait.until(START, "Redis answers on port " + port, () -> {
            if (!started.isAlive()) {
                throw StackException.cannotRun("Redis ended with exit code %d. The end of %s:%n%s"
                        .formatted(started.exitValue(), log, Folders.tail(log, 10)));
            }
            return RedisLine.isAnswered("redis://127.0.0.1:" + port);
        });
    }

    void stop() throws InterruptedException {
        if (process != null) {
            end(process.toHandle());
        }
    }

    /** Stops the server that a killed stack left running on this folder, if there is one. */
    boolean stopOrphan() throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan = process();
        if (orphan.isPresent()) {
            end(orphan.get());
        }
        return orphan.isPresent();
    }

    static Optional<ProcessHandle> process(Path stackDir) throws IOException {
        Path folder = stackDir.resolve(FOLDER);
        return OwnProcess.find(folder.resolve(PID_FILE), "redis-server", folder);
    }

    @Override
    public Optional<ProcessHandle> process() throws IOException {
        return process(stackDir);
    }

    private List<String> command() throws IOException {
        // Its arguments stay readable, which is how an orphan is told from a stranger; Java reads them only up to an
        // empty one.
        return List.of(
                Binaries.redis().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                folder.toString(),
                "--pidfile",
                folder.resolve(PID_FILE).toString(),
                "--set-proc-title",
                "no",
                "--appendonly",
                "no",
                "--save",
                "");
    }

    private static void end(ProcessHandle handle) throws InterruptedException {
        handle.destroy();
        try {
            handle.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            handle.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for Redis to end", e);
        }
    }
}
