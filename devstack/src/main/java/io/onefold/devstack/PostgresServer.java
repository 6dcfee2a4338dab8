package io.onefold.devstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One PostgreSQL on one data directory, started and stopped through PostgreSQL's own {@code pg_ctl}. */
final class PostgresServer implements Server {

    /** Recovery after a kill replays up to max_wal_size, and a fast shutdown writes a checkpoint: both may take a while on a slow disk. */
    private static final int START_SECONDS = 120;

    private static final int STOP_SECONDS = 60;

    private static final Duration PREDECESSOR = Duration.ofSeconds(5);

    private static final String FOLDER = "postgres";

    private final Path data;
    private final Path log;
    private final StackSettings settings;

    PostgresServer(StackSettings settings) {
        this.data = settings.dir().resolve(FOLDER);
        this.log = settings.dir().resolve("logs").resolve("postgres.log");
        this.settings = settings;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Files.createDirectories(log.resolveSibling(""));
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        awaitEndOfPredecessor();
        writeConfig();
        run(
                START_SECONDS + 10,
                "pg_ctl",
                List.of(
                        "start",
                        "-D",
                        data.toString(),
                        "-l",
                        log.toString(),
                        "-w",
                        "-t",
                        Integer.toString(START_SECONDS)));
    }

    /** PostgreSQL refuses to start while it sees its killed predecessor's number: nobody may have taken note of that end yet. */
    private void awaitEndOfPredecessor() throws IOException, InterruptedException {
        Optional<ProcessHandle> predecessor = OwnProcess.named(data.resolve("postmaster.pid"));
        try {
            Wait.until(
                    PREDECESSOR,
                    "the killed PostgreSQL is gone",
                    () -> predecessor.filter(ProcessHandle::isAlive).isEmpty());
        } catch (StackException stranger) {
            // The number may be somebody else's by now: pg_ctl looks for itself, and says what hinders it.
        }
    }

    /** Ends sessions and writes a checkpoint, so that the next start needs no recovery. */
    void stop() throws IOException, InterruptedException {
        stop("fast");
    }

    /** As after a power cut: only for data that is thrown away. */
    void stopAtOnce() throws IOException, InterruptedException {
        stop("immediate");
    }

    /** Stops the server that a killed stack left running on this data directory, if there is one. */
    boolean stopOrphan() throws IOException, InterruptedException {
        if (process().isEmpty()) {
            return false;
        }
        stop("fast");
        return true;
    }

    static Optional<ProcessHandle> process(Path stackDir) throws IOException {
        Path data = stackDir.resolve(FOLDER);
        return OwnProcess.find(data.resolve("postmaster.pid"), "postgres", data);
    }

    @Override
    public Optional<ProcessHandle> process() throws IOException {
        return process(settings.dir());
    }

    private void stop(String mode) throws IOException, InterruptedException {
        if (process().isPresent()) {
            run(
                    STOP_SECONDS + 10,
                    "pg_ctl",
                    List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", Integer.toString(STOP_SECONDS)));
        }
    }

    private void initialise() throws IOException, InterruptedException {
        // Built beside and renamed, so that a kill in the middle leaves no half-made data directory behind.
        Path fresh = data.resolveSibling("postgres.new");
        Folders.delete(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        List<String> arguments = new ArrayList<>(List.of(
                "-D",
                fresh.toString(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        if (!settings.durable()) {
            arguments.add("--no-sync");
        }
        run(START_SECONDS, "initdb", arguments);
        Files.move(fresh, data);
    }

    private void writeConfig() throws IOException {
        StringBuilder config = new StringBuilder("# Written at each start of the development stack.\n");
        settings.postgresConfig()
                .forEach((name, value) ->
                        config.append(name).append(" = '").append(value).append("'\n"));
        Files.writeString(data.resolve("onefold.conf"), config);
        Path main = data.resolve("postgresql.conf");
        String include = "include 'onefold.conf'\n";
        if (!Files.readString(main).contains(include)) {
            Files.writeString(main, include, StandardOpenOption.APPEND);
        }
    }

    private void run(int seconds, String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it does.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(Binaries.postgres().resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        Path output = Files.createTempFile(log.resolveSibling(""), program + "-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed(program, "gave no answer within " + seconds + " s", output);
            }
            if (process.exitValue() != 0) {
                throw failed(program, "ended with exit code " + process.exitValue(), output);
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private StackException failed(String program, String how, Path output) throws IOException {
        String said = Files.readString(output, StandardCharsets.UTF_8).strip();
        String hint = said.contains("unshare failed")
                ? "\nThis machine does not let root create a user namespace: run as another user, or name a server of your own with ONEFOLD_POSTGRES_URL."
                : "";
        String logged = Files.exists(log) ? "\nThe end of " + log + ":\n" + Folders.tail(log, 10) : "";
        return StackException.cannotRun("PostgreSQL's %s %s: %s%s%s".formatted(program, how, said, hint, logged));
    }
}
