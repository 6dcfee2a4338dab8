package io.onefold.launcher.running;

import io.onefold.devstack.DevStack;
import io.onefold.devstack.DevStackServer;
import io.onefold.devstack.StackException;
import io.onefold.devstack.StackInfo;
import io.onefold.devstack.StackSettings;
import io.onefold.devstack.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The development stack as a process of its own, which outlives the services. */
public final class StackProcess {

    /** PostgreSQL may have to recover first. */
    private static final Duration READY = Duration.ofSeconds(150);

    private static final Duration STOP = Duration.ofSeconds(90);
    private static final int LOG_LINES = 15;

    private final SuiteOptions options;

    StackProcess(SuiteOptions options) {
        this.options = options;
    }

    /** Where its servers are; empty while it does not run. */
    public Optional<StackInfo> info() throws IOException {
        return DevStack.running(options.stackDir());
    }

    /** The process that holds the servers, and the mail sink inside it. */
    public Optional<ProcessHandle> process() throws IOException {
        return info().flatMap(info -> ProcessHandle.of(info.pid()));
    }

    /** The processes of PostgreSQL and Redis, by name. */
    public Map<String, ProcessHandle> servers() throws IOException {
        return DevStack.serverProcesses(options.stackDir());
    }

    /** Returns when its servers are ready; one that runs already, whoever started it, is taken as it is. */
    StackInfo start() throws IOException, InterruptedException {
        Optional<StackInfo> running = info();
        return running.isPresent() ? running.get() : begin();
    }

    void stop() throws IOException, InterruptedException {
        process().ifPresent(process -> Ending.stop(process, STOP));
        stopOrphans();
    }

    private StackInfo begin() throws IOException, InterruptedException {
        Files.createDirectories(options.stackDir());
        Files.deleteIfExists(log());
        Process process = Launch.start(command(), Map.of(), options.dir(), log(), options.detached());
        Wait.until(READY, "the development stack is ready", () -> {
            // Where another start was quicker, ours ends and the other one becomes ready.
            if (!process.isAlive() && process.exitValue() != StackException.ALREADY_RUNNING) {
                throw new SuiteException("the development stack does not start: " + Log.tail(log(), LOG_LINES));
            }
            return info().isPresent();
        });
        return info().orElseThrow(() -> new SuiteException("the development stack ended at once; see " + log()));
    }

    /** A killed stack leaves its servers behind, and they go with the rest; one that somebody else holds is theirs to stop. */
    private void stopOrphans() throws IOException, InterruptedException {
        if (!Files.isDirectory(options.stackDir())) {
            return;
        }
        try {
            DevStack.stopOrphans(settings());
        } catch (StackException e) {
            if (e.exitCode() != StackException.ALREADY_RUNNING) {
                throw e;
            }
            options.progress()
                    .accept("the development stack was started by another program and is left to it: "
                            + e.getMessage());
        }
    }

    private List<String> command() {
        StackSettings settings = settings();
        return List.of(
                Launch.java(),
                "-Xms24m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                Launch.classPath(),
                DevStackServer.class.getName(),
                "--dir",
                settings.dir().toString(),
                "--postgres-port",
                Integer.toString(settings.postgresPort()),
                "--redis-port",
                Integer.toString(settings.redisPort()),
                "--smtp-port",
                Integer.toString(settings.smtpPort()),
                "--imap-port",
                Integer.toString(settings.imapPort()));
    }

    private StackSettings settings() {
        return StackSettings.durable(options.stackDir(), options.portOffset(), System.getenv());
    }

    private Path log() {
        return options.dir().resolve("logs/stack.log");
    }
}
