package io.onefold.activation.script;

import io.onefold.devstack.Wait;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Goes through every table of the service's database. */
@Singleton
public class Traces {
    private static final String TABLES = """
            select table_name
            from information_schema.tables
            where table_schema = 'public' and table_type = 'BASE TABLE'""";

    // Of bytes a row's text has the hexadecimal digits.
    private static final String IS_IN = """
            select 1
            from %s t
            where position($1 in t::text) > 0 or position(encode(convert_to($1, 'UTF8'), 'hex') in t::text) > 0
            limit 1""";

    private static final String IS_ERASED = "select 1 from contact where profile_id = $1 and erased";

    private final Database database;

    Traces(Database database) {
        this.database = database;
    }

    /** The tables in which a text occurs. */
    public Set<String> of(String text) {
        return database.snapshot(tx -> {
            Set<String> found = new TreeSet<>();
            for (Row table : tx.query(TABLES)) {
                if (isIn(tx, table.getString(0), text)) {
                    found.add(table.getString(0));
                }
            }
            return found;
        });
    }

    private static boolean isIn(Transaction tx, String table, String text) {
        return tx.query(IS_IN.formatted(table), text).size() > 0;
    }

    /** Waits until the erasure of a profile is applied. */
    public void awaitErased(UUID profile) throws InterruptedException {
        Wait.until(
                Duration.ofMinutes(2),
                profile + " is erased",
                () -> database.snapshot(tx -> tx.query(IS_ERASED, profile).size() == 1));
    }
}
