package io.onefold.launcher.demo;

import io.onefold.devstack.PostgresAddress;
import io.onefold.devstack.RedisLine;
import io.onefold.devstack.StackInfo;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks behind the services for what they still keep: every column of every table, the keys of Redis, the logs. */
final class Traces {
    private static final String COLUMNS = """
            select table_name, column_name, data_type
            from information_schema.columns
            where table_schema = 'public'
            order by table_name, ordinal_position""";

    private static final int PIECE = 1 << 20;

    private final StackInfo stack;
    private final Path logs;

    Traces(StackInfo stack, Path logs) {
        this.stack = stack;
        this.logs = logs;
    }

    /** Where which of the texts stand. */
    Set<String> of(Needles needles) {
        Set<String> found = new TreeSet<>();
        for (String database : PostgresAddress.SERVICE_DATABASES) {
            try {
                inDatabase(database, needles, found);
            } catch (SQLException e) {
                throw new SuiteException("looking through " + database + ": " + e.getMessage(), e);
            }
        }
        try {
            long keys = keysInRedis();
            if (keys > 0) {
                found.add("Redis keeps " + keys + " keys");
            }
            inLogs(needles, found);
        } catch (IOException e) {
            throw new SuiteException("looking through Redis and the logs: " + e.getMessage(), e);
        }
        return found;
    }

    private record Column(String table, String name, boolean binary) {}

    private void inDatabase(String database, Needles needles, Set<String> found) throws SQLException {
        try (Connection connection = stack.postgres().connect(database)) {
            // A cursor needs a transaction: without one all rows would be in memory.
            connection.setAutoCommit(false);
            for (Column column : columns(connection)) {
                for (String needle : in(connection, column, needles)) {
                    found.add("%s.%s.%s: %s".formatted(database, column.table, column.name, needle));
                }
            }
        }
    }

    private static List<Column> columns(Connection connection) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                columns.add(new Column(
                        rows.getString(1), rows.getString(2), rows.getString(3).equals("bytea")));
            }
        }
        return columns;
    }

    private static Set<String> in(Connection connection, Column column, Needles needles) throws SQLException {
        Set<String> found = new TreeSet<>();
        String value = column.binary ? "\"" + column.name + "\"" : "\"" + column.name + "\"::text";
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1000);
            String sql = "select %s from \"%s\" where \"%s\" is not null".formatted(value, column.table, column.name);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.addAll(needles.in(
                            column.binary ? rows.getBytes(1) : rows.getString(1).getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        return found;
    }

    private long keysInRedis() throws IOException {
        return Long.parseLong(RedisLine.answer(stack.redisUrl(), "DBSIZE").substring(1));
    }

    private void inLogs(Needles needles, Set<String> found) throws IOException {
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                        needles.in(piece).forEach(needle -> found.add(file.getFileName() + ": " + needle));
                    }
                }
            }
        }
    }
}
