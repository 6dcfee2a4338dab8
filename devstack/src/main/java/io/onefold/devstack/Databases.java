package io.onefold.devstack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Creates the databases that are not there yet. */
final class Databases {

    private static final String DATABASE_EXISTS = "select 1 from pg_database where datname = ?";

    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String UNIQUE_VIOLATION = "23505";

    /** A name cannot be a parameter of {@code create database}, so only names that need no quoting are let through. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private Databases() {}

    static void createIfAbsent(PostgresAddress postgres, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a database's name is " + NAME + ", not " + name);
        }
        try (Connection connection = postgres.connect("postgres")) {
            if (!exists(connection, name)) {
                create(connection, name);
            }
        } catch (SQLException e) {
            throw StackException.cannotRun("database " + name + " at " + postgres + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DATABASE_EXISTS)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void create(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            // Two test JVMs on one server may both have found it missing: then the other one has just created it.
            if (!DUPLICATE_DATABASE.equals(e.getSQLState()) && !UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
