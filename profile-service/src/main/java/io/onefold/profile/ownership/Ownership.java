package io.onefold.profile.ownership;

import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Brings what is known of owners and holders up to some changes of identity. */
@ApplicationScoped
public class Ownership {
    private final OwnerStore owners;
    private final HolderStore holders;
    private final FormerOwnerStore former;

    public Ownership(OwnerStore owners, HolderStore holders, FormerOwnerStore former) {
        this.owners = owners;
        this.holders = holders;
        this.former = former;
    }

    /** Locks the identifiers that the changes name, then all records concerned, and writes what is newer. */
    public OwnershipPlan settle(Transaction tx, Collection<UUID> recordIds, List<IdentityUpdate> updates) {
        Map<UUID, Holder> knownHolders = holders.lock(tx, identifiers(updates));
        Set<UUID> concerned = new TreeSet<>(recordIds);
        updates.forEach(update -> update.moves().forEach(move -> concerned.add(move.recordId())));
        Map<UUID, Owner> knownOwners = owners.lock(tx, concerned);
        OwnershipPlan plan = OwnershipPlan.of(updates, knownOwners, knownHolders);
        if (!plan.holders().isEmpty()) {
            holders.write(tx, plan.holders());
        }
        if (!plan.owned().isEmpty()) {
            owners.write(tx, plan.owned());
        }
        former.put(tx, plan);
        return plan;
    }

    private static List<HolderStore.Named> identifiers(List<IdentityUpdate> updates) {
        Map<UUID, HolderStore.Named> named = new HashMap<>();
        for (IdentityUpdate update : updates) {
            for (IdentityUpdate.Holding h : update.holdings()) {
                named.put(
                        h.identifierId(), new HolderStore.Named(update.workspace(), h.identifierId(), h.identifier()));
            }
            for (UUID erased : update.erasedIdentifiers()) {
                named.putIfAbsent(
                        erased, new HolderStore.Named(update.workspace(), erased, OwnershipPlan.ERASED_IDENTIFIER));
            }
        }
        return List.copyOf(named.values());
    }
}
