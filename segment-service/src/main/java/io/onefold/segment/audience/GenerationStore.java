package io.onefold.segment.audience;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The generation of each workspace's audiences. */
@ApplicationScoped
class GenerationStore {
    private static final String ENSURE = """
            insert into audience_generation (workspace, generation)
            select workspace, 0 from unnest($1::text[]) as workspace order by workspace
            on conflict (workspace) do nothing""";

    private static final String READ =
            "select workspace, generation from audience_generation where workspace = any($1)";

    private static final String WORKSPACES = "select workspace from audience_generation";

    // Advisory, since whoever waits for it has its turn: batches that lock a row for share one after the other could
    // keep the one who
    // raises it waiting for ever. Taken by a statement of its own: what a statement reads is older than a lock that it
    // waits for.
    private static final String HOLD = """
            select pg_advisory_xact_lock_shared(1, key)
            from (select distinct hashtext(workspace) as key from unnest($1::text[]) as workspace order by key) k""";

    private static final String HOLD_ALONE = "select pg_advisory_xact_lock(1, hashtext($1))";

    private static final String RAISE = """
            insert into audience_generation (workspace, generation)
            values ($1, 1)
            on conflict (workspace) do update set generation = audience_generation.generation + 1""";

    /** The present generations; makes the rows that are missing, since only a row can be locked. */
    Map<String, Long> read(Transaction tx, Collection<String> workspaces) {
        Map<String, Long> generations = query(tx, READ, workspaces);
        if (generations.size() < workspaces.size()) {
            tx.execute(ENSURE, (Object) array(workspaces));
            return query(tx, READ, workspaces);
        }
        return generations;
    }

    /** The present generations, which cannot rise before the transaction ends. */
    Map<String, Long> lock(Transaction tx, Collection<String> workspaces) {
        var unused = tx.send(HOLD, (Object) array(workspaces));
        return query(tx, READ, workspaces);
    }

    Set<String> workspaces(Transaction tx) {
        Set<String> workspaces = new TreeSet<>();
        tx.query(WORKSPACES).forEach(row -> workspaces.add(row.getString(0)));
        return workspaces;
    }

    void raise(Transaction tx, String workspace) {
        var unused = tx.send(HOLD_ALONE, workspace);
        tx.execute(RAISE, workspace);
    }

    private static Map<String, Long> query(Transaction tx, String sql, Collection<String> workspaces) {
        Map<String, Long> generations = new HashMap<>();
        for (Row row : tx.query(sql, (Object) array(workspaces))) {
            generations.put(row.getString(0), row.getLong(1));
        }
        return generations;
    }

    private static String[] array(Collection<String> workspaces) {
        return workspaces.stream().sorted().toArray(String[]::new);
    }
}
