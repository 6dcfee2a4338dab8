package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs a durable stack in the foreground until it is told to end (SIGTERM, SIGINT). */
public final class DevStackServer {

    private static final Set<String> OPTIONS = Set.of("dir", "postgres-port", "redis-port", "smtp-port", "imap-port");

    private static final int LAST_PORT = 65_535;

    private final Map<String, String> options;

    private DevStackServer(Map<String, String> options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            new DevStackServer(parse(arguments)).run();
        } catch (StackException e) {
            System.err.println(e.getMessage());
            System.exit(e.exitCode());
        } catch (IOException e) {
            System.err.println("the stack cannot start: " + e);
            System.exit(StackException.CANNOT_RUN);
        }
    }

    private void run() throws IOException, InterruptedException {
        DevStack stack = DevStack.start(settings());
        CompletableFuture<String> ended = stack.serverEnded();
        AtomicBoolean stopping = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, stopping), "stop-stack"));
        System.out.println("ready: " + stack.info());
        String first = ended.join();
        if (!stopping.get()) {
            System.err.println(first + " ended by itself; see the logs in "
                    + settings().dir().resolve("logs"));
            System.exit(StackException.CANNOT_RUN);
        }
    }

    private static void stop(DevStack stack, AtomicBoolean stopping) {
        stopping.set(true);
        try {
            stack.close();
        } catch (IOException | StackException e) {
            System.err.println("the stack did not stop cleanly: " + e.getMessage());
        }
    }

    private StackSettings settings() {
        return new StackSettings(
                Path.of(option("dir", ".onefold/dev/stack")),
                port("postgres-port", StackSettings.POSTGRES_PORT),
                port("redis-port", StackSettings.REDIS_PORT),
                port("smtp-port", StackSettings.SMTP_PORT),
                port("imap-port", StackSettings.IMAP_PORT),
                true,
                "UTC");
    }

    private static Map<String, String> parse(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!OPTIONS.contains(name) || i + 1 == arguments.length) {
                throw StackException.cannotRun(
                        "options are " + OPTIONS + ", each with a value; not understood: " + arguments[i]);
            }
            options.put(name, arguments[i + 1]);
        }
        return options;
    }

    private int port(String name, int standard) {
        String value = option(name, Integer.toString(standard));
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > LAST_PORT || Integer.parseInt(value) == 0) {
            throw StackException.cannotRun("--%s is a port from 1 to %d, not %s".formatted(name, LAST_PORT, value));
        }
        return Integer.parseInt(value);
    }

    private String option(String name, String standard) {
        @Nullable String given = options.get(name);
        if (given != null) {
            return given;
        }
        @Nullable
        String variable = System.getenv("ONEFOLD_" + name.replace('-', '_').toUpperCase(Locale.ROOT));
        return variable == null || variable.isBlank() ? standard : variable;
    }
}
