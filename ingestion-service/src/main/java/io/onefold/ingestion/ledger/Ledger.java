package io.onefold.ingestion.ledger;

import io.onefold.ingestion.ledger.LedgerKey.Counted;
import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what became of everything that a workspace's sources sent. */
@ApplicationScoped
public class Ledger {
    private final Database database;
    private final LedgerStore store;

    Ledger(Database database, LedgerStore store) {
        this.database = database;
        this.store = store;
    }

    /** One source's account. */
    public static final class Account {
        private final EnumMap<Counted, Long> totals = new EnumMap<>(Counted.class);
        private final SortedMap<String, Long> reasons = new TreeMap<>();

        public long of(Counted outcome) {
            return totals.getOrDefault(outcome, 0L);
        }

        /** Quarantined and rejected events by reason. */
        public Map<String, Long> reasons() {
            return reasons;
        }

        private void add(LedgerStore.Count count) {
            totals.merge(count.outcome(), count.events(), Long::sum);
            if (!count.reason().isEmpty()) {
                reasons.merge(count.reason(), count.events(), Long::sum);
            }
        }
    }

    /** The accounts by source id. */
    public SortedMap<String, Account> read(String workspace, String source) {
        SortedMap<String, Account> accounts = new TreeMap<>();
        database.snapshot(tx -> store.read(tx, workspace, source))
                .forEach(count -> accounts.computeIfAbsent(count.source(), id -> new Account())
                        .add(count));
        return accounts;
    }
}
