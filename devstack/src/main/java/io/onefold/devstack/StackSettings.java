package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a stack is to run.
 *
 * @param dir holds its data, logs, lock and {@code stack.properties}
 * @param postgresPort port of PostgreSQL
 * @param redisPort port of Redis
 * @param smtpPort port at which the mail sink takes mail
 * @param imapPort port at which the mail sink shows what it took
 * @param durable true keeps what was committed whatever happens; false is for tests, which throw the data away
 * @param timezone PostgreSQL's session time zone
 */
public record StackSettings(
        Path dir, int postgresPort, int redisPort, int smtpPort, int imapPort, boolean durable, String timezone) {

    private static final int LAST_PORT = 65_535;

    public static final int POSTGRES_PORT = 15432;
    public static final int REDIS_PORT = 16379;
    public static final int SMTP_PORT = 11025;
    public static final int IMAP_PORT = 11143;

    /**
     * What {@code ./onefold up} runs on: durable, its data kept, fixed ports moved by an offset. {@code ONEFOLD_POSTGRES_PORT} and its like
     * name other ports.
     */
    public static StackSettings durable(Path dir, int portOffset, Map<String, String> environment) {
        return new StackSettings(
                dir,
                port(environment, "POSTGRES", POSTGRES_PORT) + portOffset,
                port(environment, "REDIS", REDIS_PORT) + portOffset,
                port(environment, "SMTP", SMTP_PORT) + portOffset,
                port(environment, "IMAP", IMAP_PORT) + portOffset,
                true,
                "UTC");
    }

    private static int port(Map<String, String> environment, String server, int standard) {
        String name = "ONEFOLD_" + server + "_PORT";
        return port(name, environment.getOrDefault(name, Integer.toString(standard)));
    }

    static int port(String name, String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > LAST_PORT || Integer.parseInt(value) == 0) {
            throw StackException.cannotRun("%s is a port from 1 to %d, not %s".formatted(name, LAST_PORT, value));
        }
        return Integer.parseInt(value);
    }

    /** What tests run on: free ports, nothing flushed, and a time zone that is hardly ever the JVM's, to flush out mistakes. */
    static StackSettings ephemeral(Path dir) {
        return new StackSettings(dir, Ports.free(), Ports.free(), Ports.free(), Ports.free(), false, "Asia/Kathmandu");
    }

    /** The folder exists and has one spelling, so that two ways to name it cannot hold two stacks. */
    StackSettings onRealPath() throws IOException {
        Path real = Files.createDirectories(dir).toRealPath();
        return new StackSettings(real, postgresPort, redisPort, smtpPort, imapPort, durable, timezone);
    }

    Map<String, String> postgresConfig() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("listen_addresses", "127.0.0.1");
        config.put("port", Integer.toString(postgresPort));
        // A socket file would need a short path that every user may write to; TCP needs neither.
        config.put("unix_socket_directories", "");
        config.put("max_connections", "200");
        config.put("timezone", timezone);
        config.put("shared_preload_libraries", "pg_stat_statements");
        config.putAll(durable ? DURABLE : FLEETING);
        return config;
    }

    private static final Map<String, String> DURABLE = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "256MB",
            "max_wal_size", "2GB",
            "checkpoint_timeout", "15min");

    private static final Map<String, String> FLEETING = Map.of(
            "fsync", "off",
            "synchronous_commit", "off",
            "full_page_writes", "off",
            "shared_buffers", "64MB",
            "max_wal_size", "1GB");
}
