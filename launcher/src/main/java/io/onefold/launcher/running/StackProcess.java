package io.onefold.launcher.running;

import io.onefold.devstack.DetachedStack;
import io.onefold.devstack.DevStack;
import io.onefold.devstack.StackException;
import io.onefold.devstack.StackInfo;
import io.onefold.devstack.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The development stack as a process of its own, which outlives the services. */
public final class StackProcess {

    private static final Duration STOP = Duration.ofSeconds(90);

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

    /**
     * SIGKILL to a server and, at PostgreSQL, to each of its children, which then have no chance to end their work; the stack starts it again.
     * Fails unless the server that is alive now ends by it.
     *
     * @return its number
     */
    public long crash(String server) throws IOException {
        ProcessHandle victim = Optional.ofNullable(servers().get(server))
                .orElseThrow(() -> new SuiteException(server + " was to be killed and does not run"));
        Ending.crash(victim);
        return victim.pid();
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
        Process process = Launch.start(
                DetachedStack.command(settings(), Launch.classPath()),
                Map.of(),
                options.dir(),
                log(),
                options.detached());
        return DetachedStack.awaitReady(process, options.stackDir(), log());
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

    private StackSettings settings() {
        return StackSettings.durable(options.stackDir(), options.portOffset(), System.getenv());
    }

    private Path log() {
        return options.dir().resolve("logs/stack.log");
    }
}
