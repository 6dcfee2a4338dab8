package io.onefold.kit.sql;

import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;

/** What Flyway has done to the service's database. */
@ApplicationScoped
public class Migrations {
    private static final String COUNT = """
            select count(*) filter (where success), count(*) filter (where not success)
            from flyway_schema_history""";

    private final Database database;

    public Migrations(Database database) {
        this.database = database;
    }

    /** How many were applied, and how many have failed. */
    public record Count(long applied, long failed) {}

    public Count count() {
        return database.snapshot(tx -> {
            Row row = tx.query(COUNT).iterator().next();
            return new Count(row.getLong(0), row.getLong(1));
        });
    }
}
