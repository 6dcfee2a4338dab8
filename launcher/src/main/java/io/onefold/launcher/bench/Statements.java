package io.onefold.launcher.bench;

import io.onefold.devstack.PostgresAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.function.Consumer;

/** What PostgreSQL spent its time on, by statement, over all databases: its own extension counts it. */
final class Statements {
    private static final int LONGEST = 110;

    private static final String RESET = """
            create extension if not exists pg_stat_statements;
            select pg_stat_statements_reset()""";

    private static final String TOP = """
            select d.datname, s.calls, s.rows, s.total_exec_time / 1000, s.mean_exec_time,
                100 * s.total_exec_time / sum(s.total_exec_time) over (), s.query
            from pg_stat_statements s
            join pg_database d on d.oid = s.dbid
            where d.datname like 'onefold%'
            order by s.total_exec_time desc
            limit 20""";

    private final PostgresAddress postgres;

    private Statements(PostgresAddress postgres) {
        this.postgres = postgres;
    }

    static Statements start(PostgresAddress postgres) throws SQLException {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(RESET);
            return new Statements(postgres);
        }
    }

    void print(Consumer<String> lines) throws SQLException {
        lines.accept("");
        lines.accept("statements by total time (a waiting statement's time counts too)");
        lines.accept(String.format(
                Locale.ROOT,
                "  %6s %9s %9s %9s %10s  %s",
                "share",
                "seconds",
                "calls",
                "mean ms",
                "rows",
                "statement"));
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TOP)) {
            while (rows.next()) {
                String query = rows.getString(7).replaceAll("\\s+", " ");
                lines.accept(String.format(
                        Locale.ROOT,
                        "  %5.1f%% %9.1f %9d %9.2f %10d  %s: %s",
                        rows.getDouble(6),
                        rows.getDouble(4),
                        rows.getLong(2),
                        rows.getDouble(5),
                        rows.getLong(3),
                        rows.getString(1).replace("onefold_", ""),
                        query.length() > LONGEST ? query.substring(0, LONGEST) + "…" : query));
            }
        }
    }
}
