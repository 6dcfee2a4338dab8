package io.onefold.launcher.running;

import io.onefold.devstack.DevStack;
import io.onefold.devstack.Folders;
import io.onefold.devstack.Ports;
import io.onefold.devstack.StackInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One service as a process: a service of the suite, or a further replica of one. */
public final class ServiceProcess {

    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration HEALTH_ANSWER = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 50;
    private static final int LOG_LINES = 15;
    /** How Java shows an end by signal 9. */
    private static final int BY_SIGKILL = 128 + 9;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(HEALTH_ANSWER).build();

    private final ServiceKind kind;
    private final SuiteOptions options;
    private final int portOffset;
    private final int upstreamOffset;
    private final PidFile pidFile;
    private final String name;
    /** What this JVM started, which alone tells how it ended. */
    private volatile @Nullable Process started;

    /** @param upstreamOffset of the ports of the services that it calls */
    ServiceProcess(ServiceKind kind, SuiteOptions options, int portOffset, int upstreamOffset) {
        this.kind = kind;
        this.options = options;
        this.portOffset = portOffset;
        this.upstreamOffset = upstreamOffset;
        this.name = kind.shortName()
                + (portOffset == options.portOffset() ? "" : "+" + (portOffset - options.portOffset()));
        this.pidFile = new PidFile(options.dir().resolve("run").resolve(name + ".pid"));
    }

    public String name() {
        return name;
    }

    public ServiceKind kind() {
        return kind;
    }

    public int httpPort() {
        return kind.httpPort(portOffset);
    }

    public int managementPort() {
        return kind.managementPort(portOffset);
    }

    /** The port of the service of that kind that it calls. */
    int upstreamPort(ServiceKind other) {
        return other.httpPort(upstreamOffset);
    }

    public Path log() {
        return options.dir().resolve("logs").resolve(name + ".log");
    }

    /** Its process while it is alive. */
    public Optional<ProcessHandle> process() {
        try {
            return pidFile.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process().isPresent();
    }

    /** Starts it and returns when it is ready; does nothing to one that is alive. */
    public void start() {
        begin();
        awaitReady();
    }

    /** Starts it and returns at once. */
    public void begin() {
        if (isAlive()) {
            return;
        }
        refuseTakenPorts();
        Path jar = kind.jar(options.root());
        if (!Files.exists(jar)) {
            throw new SuiteException("not built: " + jar + " is missing; ./mvnw package -DskipTests builds it");
        }
        try {
            keepLastLog();
            Process process = Launch.start(command(jar), environment(), options.dir(), log(), options.detached());
            started = process;
            pidFile.write(process.toHandle());
        } catch (IOException e) {
            throw new SuiteException("the " + name + " service does not start: " + e.getMessage(), e);
        }
    }

    /** The end of a process that died stands in its log: the next one must not take it along. */
    private void keepLastLog() throws IOException {
        if (Files.exists(log())) {
            Files.move(log(), log().resolveSibling(name + ".last.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns when it says that it is ready; fails with the end of its log when it dies or takes too long. */
    public void awaitReady() {
        long end = System.nanoTime() + READY.toNanos();
        while (!isReady()) {
            if (!isAlive()) {
                throw new SuiteException("the %s service ended while it was starting. The end of %s:%n%s"
                        .formatted(name, log(), Folders.tail(log(), LOG_LINES)));
            }
            if (System.nanoTime() > end) {
                throw new SuiteException("the %s service was not ready within %d s. The end of %s:%n%s"
                        .formatted(name, READY.toSeconds(), log(), Folders.tail(log(), LOG_LINES)));
            }
            pause();
        }
    }

    public boolean isReady() {
        URI health = URI.create("http://127.0.0.1:" + managementPort() + "/q/health/ready");
        HttpRequest request =
                HttpRequest.newBuilder(health).timeout(HEALTH_ANSWER).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // It does not answer yet, or no longer: that is the answer.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while asking the " + name + " service for its health", e);
        }
    }

    /** SIGTERM, then SIGKILL where that does not help in time. */
    public void stop() {
        process().ifPresent(process -> Ending.stop(process, STOP));
        forget();
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() {
        process().ifPresent(Ending::kill);
        forget();
    }

    /**
     * SIGKILL as from outside: nothing is tidied up, so that whoever keeps the services sees that this one has ended. Fails unless the
     * process that is alive now ends by it.
     *
     * @return its number
     */
    public long crash() {
        ProcessHandle victim = process()
                .orElseThrow(() -> new SuiteException("the " + name + " service was to be killed and does not run"));
        Process own = started;
        Ending.crash(victim);
        if (own != null && own.pid() == victim.pid() && own.exitValue() != BY_SIGKILL) {
            throw new SuiteException("the %s service (pid %d) was to be killed and ended by itself, with exit code %d"
                    .formatted(name, victim.pid(), own.exitValue()));
        }
        return victim.pid();
    }

    void refuseTakenPorts() {
        for (int port : new int[] {httpPort(), managementPort()}) {
            if (!isAlive() && !Ports.isFree(port)) {
                throw new SuiteException(
                        "port %d, wanted by the %s service, is taken by another program; end that one or choose other ports with --port-offset"
                                .formatted(port, name));
            }
        }
    }

    private void forget() {
        try {
            pidFile.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Launch.java());
        command.addAll(options.javaOptions());
        options.properties()
                .getOrDefault(kind, Map.of())
                .forEach((property, value) -> command.add("-D" + property + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private Map<String, String> environment() throws IOException {
        StackInfo stack = DevStack.running(options.stackDir())
                .orElseThrow(() -> new SuiteException("no stack runs in " + options.stackDir()));
        return ServiceEnvironment.of(this, stack, options);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while a service was starting", e);
        }
    }
}
