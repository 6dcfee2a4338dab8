package io.onefold.k8s.running;

import io.onefold.devstack.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases as an operator makes them: each service has a role of its own that is no superuser, and its password counts. */
final class Databases {
    private static final String PASSWORDS_COUNT = "host all \"/^onefold_\" 127.0.0.1/32 scram-sha-256\n";

    private Databases() {}

    /**
     * @param data PostgreSQL's data directory
     * @param sql what the commands of README.md wrote
     */
    static void make(PostgresAddress postgres, Path data, String sql) throws IOException, SQLException {
        Path access = data.resolve("pg_hba.conf");
        Files.writeString(access, PASSWORDS_COUNT + Files.readString(access));
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_reload_conf()");
            for (String database : PostgresAddress.SERVICE_DATABASES) {
                statement.execute("drop database " + database);
            }
            for (String line : sql.lines().toList()) {
                statement.execute(line);
            }
        }
    }
}
