package io.onefold.profile.ownership;

import io.onefold.domain.Identifier;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What some changes of identity mean for what is known here: per record, identifier and profile only what is newer counts, so the order
 * in which changes come, and how often, does not matter. Whether a record is to be emptied is told by the ordinal of the erasure and not by
 * the version: the change by which somebody comes back lies in a partition of its own, and may be read before the erasure that it came after.
 *
 * @param owners the owner of every record that is concerned, after the changes
 * @param transfers the records whose owner is another one now
 * @param owned the records whose row is to be written: a newer version may also confirm the owner
 * @param erased the records that were erased by one of the changes, whoever has them afterwards: all that was filed under them before is
 *     to be deleted
 * @param holders what is to be written of identifiers
 * @param standings the latest word on each profile that the changes name
 */
public record OwnershipPlan(
        Map<UUID, Owner> owners,
        List<Transfer> transfers,
        Map<UUID, Owner> owned,
        Set<UUID> erased,
        List<HolderChange> holders,
        Map<UUID, Standing> standings) {

    /** What stands for an identifier that was erased. */
    static final Identifier ERASED_IDENTIFIER = new Identifier("", "", false);

    /** A record went from one profile to another; null: none. */
    public record Transfer(
            UUID recordId, @Nullable UUID from, @Nullable UUID to) {}

    /** An identifier's holder is to be written; {@code from} held it before. */
    public record HolderChange(
            UUID identifierId,
            Identifier identifier,
            @Nullable UUID from,
            Holder now) {
        public boolean isTransfer() {
            return !Objects.equals(from, now.profileId());
        }
    }

    /**
     * The latest word on a profile; null: its id leads to itself.
     *
     * @param erased its id leads nowhere for ever
     * @param byErasure what is said follows from somebody's erasure
     */
    public record Standing(
            String workspace, @Nullable UUID resolvesTo, long version, boolean erased, boolean byErasure) {}

    public static OwnershipPlan of(
            List<IdentityUpdate> updates, Map<UUID, Owner> knownOwners, Map<UUID, Holder> knownHolders) {
        Map<UUID, Owner> owned = new HashMap<>();
        Set<UUID> erasedRecords = new HashSet<>();
        Map<UUID, HolderChange> holders = new HashMap<>();
        Map<UUID, Standing> standings = new HashMap<>();
        List<IdentityUpdate> inOrder = updates.stream()
                .sorted(Comparator.comparingLong(IdentityUpdate::version))
                .toList();
        for (IdentityUpdate update : inOrder) {
            for (IdentityUpdate.Move move : update.moves()) {
                Owner known = known(knownOwners, move.recordId());
                Owner before = owned.getOrDefault(move.recordId(), known);
                Owner after = before.after(move, update);
                if (!after.equals(before)) {
                    owned.put(move.recordId(), after);
                }
                // Identity tells an erasure twice when its store was restored; what came after it stays.
                if (after.erasure() > known.erasure()) {
                    erasedRecords.add(move.recordId());
                }
            }
            for (IdentityUpdate.Holding holding : update.holdings()) {
                Holder known = knownHolders.getOrDefault(holding.identifierId(), new Holder(null, List.of(), 0));
                if (update.version() > known.version()) {
                    Holder now = new Holder(holding.holder(), holding.candidates(), update.version());
                    holders.put(
                            holding.identifierId(),
                            new HolderChange(holding.identifierId(), holding.identifier(), known.profileId(), now));
                }
            }
            for (UUID erased : update.erasedIdentifiers()) {
                Holder known = knownHolders.getOrDefault(erased, new Holder(null, List.of(), 0));
                if (update.version() > known.version()) {
                    Holder nobody = new Holder(null, List.of(), update.version());
                    holders.put(erased, new HolderChange(erased, ERASED_IDENTIFIER, known.profileId(), nobody));
                }
            }
            for (IdentityUpdate.Standing standing : update.standings()) {
                standings.put(
                        standing.profileId(),
                        new Standing(
                                update.workspace(),
                                standing.resolvesTo(),
                                update.version(),
                                standing.erased(),
                                update.isByErasure()));
            }
        }
        Map<UUID, Owner> owners = new HashMap<>(knownOwners);
        owners.putAll(owned);
        return new OwnershipPlan(
                owners, transfers(owned, knownOwners), owned, erasedRecords, List.copyOf(holders.values()), standings);
    }

    private static List<Transfer> transfers(Map<UUID, Owner> owned, Map<UUID, Owner> knownOwners) {
        return owned.entrySet().stream()
                .map(e -> new Transfer(
                        e.getKey(),
                        known(knownOwners, e.getKey()).profileId(),
                        e.getValue().profileId()))
                .filter(t -> !Objects.equals(t.from(), t.to()))
                .toList();
    }

    private static Owner known(Map<UUID, Owner> owners, UUID recordId) {
        return owners.getOrDefault(recordId, Owner.NONE);
    }

    /** Whether an event may be filed under a record: not when that was erased by a later erasure than the one it was let in after. */
    public boolean admits(UUID recordId, long afterErasure) {
        return afterErasure >= known(owners, recordId).erasure();
    }

    /** The records that were erased and are whose they were before: that one must be told anew from what is left. By record. */
    public Map<UUID, UUID> emptied() {
        Map<UUID, UUID> emptied = new HashMap<>();
        Set<UUID> moved = new HashSet<>();
        transfers.forEach(transfer -> moved.add(transfer.recordId()));
        for (UUID record : erased) {
            UUID owner = ownerOf(record);
            if (owner != null && !moved.contains(record)) {
                emptied.put(record, owner);
            }
        }
        return emptied;
    }

    public @Nullable UUID ownerOf(UUID recordId) {
        return known(owners, recordId).profileId();
    }
}
