package io.onefold.devstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A stack as a background process that outlives whoever started it. */
public final class DetachedStack {

    /** PostgreSQL may have to recover first. */
    private static final Duration READY = Duration.ofSeconds(150);

    private static final int LOG_LINES = 15;

    private DetachedStack() {}

    /** The stack that runs on this folder, or else a new one, once its servers are ready. */
    public static StackInfo findOrStart(Path stackDir, String classPath) throws IOException, InterruptedException {
        Optional<StackInfo> running = DevStack.running(stackDir);
        return running.isPresent() ? running.get() : start(stackDir, classPath);
    }

    private static StackInfo start(Path stackDir, String classPath) throws IOException, InterruptedException {
        Path log = Files.createDirectories(stackDir.resolve("logs")).resolve("stack.log");
        Process process = new ProcessBuilder(command(StackSettings.durable(stackDir, 0, System.getenv()), classPath))
                .directory(stackDir.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return awaitReady(process, stackDir, log);
    }

    /** What runs a stack in a process of its own, on the version of Java that runs this one. */
    public static List<String> command(StackSettings settings, String classPath) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms24m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
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

    /** Returns when the stack that the process runs is ready; fails with the end of its log when it ends instead. */
    public static StackInfo awaitReady(Process process, Path stackDir, Path log)
            throws IOException, InterruptedException {
        Wait.until(READY, "the development stack is ready", () -> {
            // Where another start was quicker, ours ends and the other one becomes ready.
            if (!process.isAlive() && process.exitValue() != StackException.ALREADY_RUNNING) {
                throw StackException.cannotRun("the development stack does not start: " + Folders.tail(log, LOG_LINES));
            }
            return DevStack.running(stackDir).isPresent();
        });
        return DevStack.running(stackDir)
                .orElseThrow(() -> StackException.cannotRun("the development stack ended at once; see " + log));
    }
}
