package io.onefold.devstack;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One statement on one connection, for tests. */
final class Sql {

    private Sql() {}

    static void execute(StackInfo stack, String database, String sql) throws SQLException {
        try (Connection connection = stack.postgres().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(StackInfo stack, String database, String sql) throws SQLException {
        try (Connection connection = stack.postgres().connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
