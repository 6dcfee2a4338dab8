package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one stack of a test JVM, started when the first test asks and thrown away when the JVM ends.
 *
 * <p>An outside stack is used instead when {@code onefold.test.postgres-url} ({@code postgresql://user:password@host:port}),
 * {@code onefold.test.redis-url}, {@code onefold.test.smtp} and {@code onefold.test.imap} ({@code host:port}) are set. The stack that this JVM
 * starts is announced with the same system properties: Quarkus loads test resources with class loaders of its own, so a static field
 * would give each of them another stack.
 */
public final class TestStack {

    private static final String POSTGRES = "onefold.test.postgres-url";
    private static final String REDIS = "onefold.test.redis-url";
    private static final String SMTP = "onefold.test.smtp";
    private static final String IMAP = "onefold.test.imap";

    private TestStack() {}

    public static StackInfo shared() {
        // The only lock that all class loaders of this JVM see alike.
        synchronized (Runtime.getRuntime()) {
            if (System.getProperty(POSTGRES) == null) {
                announce(start());
            }
            return announced();
        }
    }

    /** A database that no other test has seen; migrations start from nothing. */
    public static String freshDatabase(String prefix) {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        return shared().createDatabase(prefix + "_" + suffix);
    }

    private static StackInfo start() {
        try {
            TestFolders.sweep();
            Path dir = TestFolders.create();
            DevStack stack = DevStack.start(StackSettings.ephemeral(dir), OutsideServers.NONE);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(stack, dir), "discard-test-stack"));
            return stack.info();
        } catch (IOException e) {
            throw StackException.cannotRun("the tests' stack does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StackException.cannotRun("interrupted while the tests' stack was starting", e);
        }
    }

    private static void discard(DevStack stack, Path dir) {
        try {
            stack.close();
            Folders.delete(dir);
        } catch (IOException | StackException e) {
            System.err.println("the tests' stack in " + dir + " was not discarded: " + e.getMessage());
        }
    }

    private static void announce(StackInfo info) {
        PostgresAddress postgres = info.postgres();
        System.setProperty(
                POSTGRES,
                "postgresql://%s:%s@%s:%d"
                        .formatted(postgres.user(), postgres.password(), postgres.host(), postgres.port()));
        System.setProperty(REDIS, info.redisUrl());
        System.setProperty(SMTP, info.mailHost() + ":" + info.smtpPort());
        System.setProperty(IMAP, info.mailHost() + ":" + info.imapPort());
    }

    private static StackInfo announced() {
        HostPort smtp = HostPort.parse(required(SMTP));
        return new StackInfo(
                ProcessHandle.current().pid(),
                PostgresAddress.parse(required(POSTGRES)),
                required(REDIS),
                smtp.host(),
                smtp.port(),
                HostPort.parse(required(IMAP)).port());
    }

    private static String required(String property) {
        @Nullable String value = System.getProperty(property);
        if (value == null) {
            throw StackException.cannotRun("an outside stack needs all of %s, %s, %s, %s; missing: %s"
                    .formatted(POSTGRES, REDIS, SMTP, IMAP, property));
        }
        return value;
    }
}
