package io.onefold.profile.projection;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.ownership.HolderStore;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.profile.ownership.OwnerStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Knows which changes of identity are applied. Every change comes by two roads, with the event that made it and by the feed: the second time
 * it is nothing, and a look without locks finds that out before anybody has to wait.
 */
@ApplicationScoped
public class AppliedUpdates {
    private final Database database;
    private final OwnerStore owners;
    private final HolderStore holders;
    private final ProfileStore profiles;

    AppliedUpdates(Database database, OwnerStore owners, HolderStore holders, ProfileStore profiles) {
        this.database = database;
        this.owners = owners;
        this.holders = holders;
        this.profiles = profiles;
    }

    /** The changes without those of which nothing is left to do: whatever they name is known at their version or a later one. */
    public List<IdentityUpdate> without(List<IdentityUpdate> updates) {
        if (updates.isEmpty()) {
            return updates;
        }
        Versions versions = database.snapshot(tx -> versions(tx, updates));
        return updates.stream().filter(update -> !versions.contain(update)).toList();
    }

    private Versions versions(Transaction tx, List<IdentityUpdate> updates) {
        Set<UUID> records = new HashSet<>();
        Set<UUID> identifiers = new HashSet<>();
        Set<UUID> named = new HashSet<>();
        for (IdentityUpdate update : updates) {
            update.moves().forEach(move -> records.add(move.recordId()));
            update.holdings().forEach(holding -> identifiers.add(holding.identifierId()));
            update.standings().forEach(standing -> named.add(standing.profileId()));
        }
        Uni<RowSet<Row>> ofRecords = owners.versions(tx, records);
        Uni<RowSet<Row>> ofIdentifiers = holders.versions(tx, identifiers);
        Uni<RowSet<Row>> ofProfiles = profiles.identityVersions(tx, named);
        return new Versions(byId(ofRecords), byId(ofIdentifiers), byId(ofProfiles));
    }

    private static Map<UUID, Long> byId(Uni<RowSet<Row>> answer) {
        Map<UUID, Long> versions = new HashMap<>();
        Transaction.await(answer).forEach(row -> versions.put(row.getUUID(0), row.getLong(1)));
        return versions;
    }

    private record Versions(Map<UUID, Long> records, Map<UUID, Long> identifiers, Map<UUID, Long> profiles) {
        boolean contain(IdentityUpdate update) {
            return update.moves().stream().allMatch(move -> isAt(records, move.recordId(), update))
                    && update.holdings().stream().allMatch(holding -> isAt(identifiers, holding.identifierId(), update))
                    && update.standings().stream().allMatch(standing -> isAt(profiles, standing.profileId(), update));
        }

        private static boolean isAt(Map<UUID, Long> versions, UUID id, IdentityUpdate update) {
            return versions.getOrDefault(id, 0L) >= update.version();
        }
    }
}
