package io.onefold.devstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link DevStackServer} in a JVM of its own, as a user starts it. */
final class ServerProcess implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(90);

    private final Process process;
    private final Path dir;
    private final Path output;

    private ServerProcess(Process process, Path dir, Path output) {
        this.process = process;
        this.dir = dir;
        this.output = output;
    }

    static ServerProcess start(Path dir, StackPorts ports) throws IOException {
        Path output = Files.createTempFile(dir.getParent(), "server-", ".out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DevStackServer.class.getName(),
                "--dir",
                dir.toString()));
        command.addAll(ports.options());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(output.toString()))
                .start();
        return new ServerProcess(process, dir, output);
    }

    StackInfo awaitReady() throws InterruptedException, IOException {
        Wait.until(READY, "the server of " + dir + " is ready", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended: " + output());
            }
            return StackInfo.read(dir)
                    .map(StackInfo::pid)
                    .filter(pid -> pid == process.pid())
                    .isPresent();
        });
        return StackInfo.read(dir).orElseThrow();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("did not end: " + process);
        }
        return process.exitValue();
    }

    /** SIGTERM, then its orderly end. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** SIGKILL: its servers are orphans from here on. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        terminate();
    }
}
