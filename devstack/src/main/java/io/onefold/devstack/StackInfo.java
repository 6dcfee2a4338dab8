package io.onefold.devstack;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a running stack is: what everybody who uses one needs to know, and nothing about how it runs.
 *
 * @param pid the process that holds the stack
 * @param postgres PostgreSQL
 * @param redisUrl Redis, as {@code redis://host:port}
 * @param mailHost host of the mail sink
 * @param smtpPort port at which the mail sink takes mail
 * @param imapPort port at which the mail sink shows what it took
 */
public record StackInfo(
        long pid, PostgresAddress postgres, String redisUrl, String mailHost, int smtpPort, int imapPort) {

    static final String FILE = "stack.properties";

    private static final int ANSWER_SECONDS = 2;

    /** The stack that said it was ready in this folder; that it still is, is for the caller to see. */
    static Optional<StackInfo> read(Path dir) throws IOException {
        try {
            return Optional.of(parse(Files.readString(dir.resolve(FILE))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public Mailbox mailbox() {
        return new Mailbox(mailHost, imapPort);
    }

    /** Whether PostgreSQL takes connections right now: a server that was killed is away until it has recovered. */
    public boolean isPostgresReady() {
        try (Connection connection = postgres.connect("postgres")) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException away) {
            return false;
        }
    }

    public boolean isRedisReady() {
        return RedisLine.isAnswered(redisUrl);
    }

    /** Creates the database if it is not there, and returns its name. */
    public String createDatabase(String name) {
        Databases.createIfAbsent(postgres, name);
        return name;
    }

    void write(Path dir) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("postgres.host", postgres.host());
        properties.setProperty("postgres.port", Integer.toString(postgres.port()));
        properties.setProperty("postgres.user", postgres.user());
        properties.setProperty("postgres.password", postgres.password());
        properties.setProperty("redis.url", redisUrl);
        properties.setProperty("mail.host", mailHost);
        properties.setProperty("mail.smtp-port", Integer.toString(smtpPort));
        properties.setProperty("mail.imap-port", Integer.toString(imapPort));
        StringWriter text = new StringWriter();
        properties.store(text, "Where the development stack of this folder runs.");
        Folders.writeAtomically(dir.resolve(FILE), text.toString());
    }

    private static StackInfo parse(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return new StackInfo(
                Long.parseLong(properties.getProperty("pid")),
                new PostgresAddress(
                        properties.getProperty("postgres.host"),
                        Integer.parseInt(properties.getProperty("postgres.port")),
                        properties.getProperty("postgres.user"),
                        properties.getProperty("postgres.password")),
                properties.getProperty("redis.url"),
                properties.getProperty("mail.host"),
                Integer.parseInt(properties.getProperty("mail.smtp-port")),
                Integer.parseInt(properties.getProperty("mail.imap-port")));
    }
}
