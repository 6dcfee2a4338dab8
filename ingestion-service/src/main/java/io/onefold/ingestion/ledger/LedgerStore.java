package io.onefold.ingestion.ledger;

import io.onefold.ingestion.ledger.LedgerKey.Counted;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Counters of what became of everything received. */
@ApplicationScoped
public class LedgerStore {
    private static final String ADD = """
            insert into ledger_count (bucket, workspace, source, outcome, reason, events)
            select $1, n.*
            from unnest($2::text[], $3::text[], $4::smallint[], $5::text[], $6::bigint[]) as n
            on conflict (bucket, workspace, source, outcome, reason)
            do update set events = ledger_count.events + excluded.events""";

    private static final String READ = """
            select source, outcome, reason, sum(events)::bigint
            from ledger_count
            where workspace = $1 and ($2 = '' or source = $2)
            group by source, outcome, reason
            order by source, outcome, reason""";

    private static final String HAS_ACCEPTED = """
            select exists (select from ledger_count where workspace = $1 and outcome = $2)""";

    /** One counter's sum. */
    public record Count(String source, Counted outcome, String reason, long events) {}

    /** Sends the counts, sorted as their rows are locked, to the counters of one bucket. */
    public Uni<RowSet<Row>> add(Transaction tx, short bucket, SortedMap<LedgerKey, Long> counts) {
        return tx.send(
                ADD,
                bucket,
                counts.keySet().stream().map(LedgerKey::workspace).toArray(String[]::new),
                counts.keySet().stream().map(LedgerKey::source).toArray(String[]::new),
                counts.keySet().stream()
                        .map(key -> (short) key.outcome().ordinal())
                        .toArray(Short[]::new),
                counts.keySet().stream().map(LedgerKey::reason).toArray(String[]::new),
                counts.values().toArray(Long[]::new));
    }

    /** The counters of a workspace, or of one source of it. */
    public List<Count> read(Transaction tx, String workspace, String source) {
        List<Count> counts = new ArrayList<>();
        for (Row row : tx.query(READ, workspace, source)) {
            counts.add(
                    new Count(row.getString(0), Counted.values()[row.getShort(1)], row.getString(2), row.getLong(3)));
        }
        return counts;
    }

    public boolean hasAccepted(Transaction tx, String workspace) {
        return tx.query(HAS_ACCEPTED, workspace, (short) Counted.ACCEPTED.ordinal())
                .iterator()
                .next()
                .getBoolean(0);
    }
}
