package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a durable stack in the foreground until it is told to end (SIGTERM, SIGINT). */
public final class DevStackServer {

    private static final Set<String> OPTIONS = Set.of("dir", "postgres-port", "redis-port", "smtp-port", "imap-port");

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
        DevStack stack = DevStack.start(settings(), OutsideServers.of(System.getenv()));
        AtomicBoolean stopping = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, stopping), "stop-stack"));
        CompletableFuture<String> givenUp = stack.keepServers(line -> System.err.println(Instant.now() + " " + line));
        System.out.println("ready: " + stack.info());
        String why = givenUp.join();
        if (!stopping.get()) {
            System.err.println(why);
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
        Path dir = Path.of(options.getOrDefault("dir", ".onefold/dev/stack"));
        StackSettings standard = StackSettings.durable(dir, 0, System.getenv());
        return new StackSettings(
                dir,
                port("postgres-port", standard.postgresPort()),
                port("redis-port", standard.redisPort()),
                port("smtp-port", standard.smtpPort()),
                port("imap-port", standard.imapPort()),
                true,
                standard.timezone());
    }

    private int port(String name, int standard) {
        return StackSettings.port("--" + name, options.getOrDefault(name, Integer.toString(standard)));
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
}
