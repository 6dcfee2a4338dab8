package io.onefold.profile.projection;

import io.onefold.kit.sql.Database;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.profile.projection.AppliedStore.Versions;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final AppliedStore applied;

    AppliedUpdates(Database database, AppliedStore applied) {
        this.database = database;
        this.applied = applied;
    }

    /** The changes without those of which nothing is left to do: whatever they name is known at their version or a later one. */
    public List<IdentityUpdate> without(List<IdentityUpdate> updates) {
        if (updates.isEmpty()) {
            return updates;
        }
        Set<UUID> records = new HashSet<>();
        Set<UUID> identifiers = new HashSet<>();
        Set<UUID> profiles = new HashSet<>();
        for (IdentityUpdate update : updates) {
            update.moves().forEach(move -> records.add(move.recordId()));
            update.holdings().forEach(holding -> identifiers.add(holding.identifierId()));
            identifiers.addAll(update.erasedIdentifiers());
            update.standings().forEach(standing -> profiles.add(standing.profileId()));
        }
        Versions versions = database.snapshot(tx -> applied.read(tx, records, identifiers, profiles));
        return updates.stream().filter(update -> !isIn(versions, update)).toList();
    }

    private static boolean isIn(Versions versions, IdentityUpdate update) {
        return update.moves().stream()
                        .allMatch(move -> isAt(versions.records(), move.recordId(), update)
                                && (!move.erased() || isErased(versions, move.recordId(), update)))
                && update.holdings().stream()
                        .allMatch(holding -> isAt(versions.identifiers(), holding.identifierId(), update))
                && update.erasedIdentifiers().stream().allMatch(id -> isAt(versions.identifiers(), id, update))
                && update.standings().stream()
                        .allMatch(standing -> isAt(versions.profiles(), standing.profileId(), update));
    }

    /** Who came back may have been read before the erasure: the record's version says nothing of that. */
    private static boolean isErased(Versions versions, UUID recordId, IdentityUpdate update) {
        return versions.erasures().getOrDefault(recordId, 0L) >= update.erasure();
    }

    private static boolean isAt(Map<UUID, Long> versions, UUID id, IdentityUpdate update) {
        return versions.getOrDefault(id, 0L) >= update.version();
    }
}
