package io.onefold.identity.resolve;

import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What must be decided together: everything that can be reached from some identifiers through records and their linking identifiers, in
 * rounds, all components of a batch at once.
 */
@ApplicationScoped
class Reach {
    private final IdentifierStore identifiers;
    private final RecordStore records;
    private final RuleBook rules;

    Reach(IdentifierStore identifiers, RecordStore records, RuleBook rules) {
        this.identifiers = identifiers;
        this.records = records;
        this.rules = rules;
    }

    /**
     * What was reached.
     *
     * @param linking the identifiers through which it was, by id
     * @param others identifiers that were met and link nobody
     */
    record Reached(Set<UUID> linking, Set<UUID> others) {}

    /**
     * @param fresh identifiers of records that are not stored; they may be
     * @param stored ids of identifiers of stored records
     */
    Reached from(Transaction tx, Collection<IdentifierRow> fresh, Collection<UUID> stored) {
        Reached reached = new Reached(new HashSet<>(), new HashSet<>());
        Set<UUID> met = new HashSet<>();
        List<UUID> frontier = new ArrayList<>();
        fresh.forEach(row -> meet(row, reached, frontier));
        Collection<UUID> unknown = unmet(stored, reached);
        while (true) {
            identifiers.read(tx, unknown).forEach(row -> meet(row, reached, frontier));
            if (frontier.isEmpty()) {
                return reached;
            }
            Set<UUID> next = new HashSet<>();
            for (RecordRow record : records.readLinked(tx, frontier)) {
                if (met.add(record.recordId())) {
                    next.addAll(unmet(record.identifierIds(), reached));
                }
            }
            frontier.clear();
            unknown = next;
        }
    }

    private void meet(IdentifierRow row, Reached reached, List<UUID> frontier) {
        if (!row.links(rules.of(row.workspace()))) {
            reached.others.add(row.identifierId());
        } else if (reached.linking.add(row.identifierId())) {
            frontier.add(row.identifierId());
        }
    }

    private static Set<UUID> unmet(Collection<UUID> ids, Reached reached) {
        Set<UUID> unmet = new HashSet<>(ids);
        unmet.removeAll(reached.linking);
        unmet.removeAll(reached.others);
        return unmet;
    }

    /** The linking ones among the identifiers of locked records that were not reached before: a component has grown. */
    Set<UUID> grown(Transaction tx, Collection<RecordRow> component, Reached reached) {
        Set<UUID> unknown = new HashSet<>();
        component.forEach(record -> unknown.addAll(unmet(record.identifierIds(), reached)));
        Map<UUID, IdentifierRow> grown = new HashMap<>();
        for (IdentifierRow row : identifiers.read(tx, unknown)) {
            if (row.links(rules.of(row.workspace()))) {
                grown.put(row.identifierId(), row);
            }
        }
        return grown.keySet();
    }
}
