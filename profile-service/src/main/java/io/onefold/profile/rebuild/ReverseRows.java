package io.onefold.profile.rebuild;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Puts records and identifiers back with the profiles that hold them. What a profile does not hold any more is seen with the profile.
 *
 * <p>Under a profile's lock nobody comes or goes: whoever moves a record or an identifier locks both profiles.
 */
@ApplicationScoped
class ReverseRows {
    private final Database database;
    private final ProfileWalkStore walk;
    private final MemberStore members;
    private final RebuiltProfiles profiles;

    ReverseRows(Database database, ProfileWalkStore walk, MemberStore members, RebuiltProfiles profiles) {
        this.database = database;
        this.walk = walk;
        this.members = members;
        this.profiles = profiles;
    }

    /** Adds the records that are missing with their profiles; gives how many. */
    int restoreRecords(List<Member> owned) {
        if (owned.isEmpty() || missingRecords(owned).isEmpty()) {
            return 0;
        }
        return database.transaction(tx -> {
            List<KeptProfile> locked = walk.lock(
                    tx, owned.stream().map(Member::profileId).distinct().toList());
            Map<UUID, UUID> owners =
                    walk.owners(tx, owned.stream().map(Member::recordId).toList());
            List<Member> missing = missing(tx, owned).stream()
                    .filter(one -> one.profileId().equals(owners.get(one.recordId())))
                    .toList();
            if (!missing.isEmpty()) {
                var unused = members.addRecords(tx, missing);
                announce(tx, locked, missing.stream().map(Member::profileId).toList());
            }
            return missing.size();
        });
    }

    private List<Member> missingRecords(List<Member> owned) {
        return database.snapshot(tx -> missing(tx, owned));
    }

    private List<Member> missing(Transaction tx, List<Member> owned) {
        Map<UUID, List<UUID>> kept = members.records(
                tx, owned.stream().map(Member::profileId).distinct().toList());
        return owned.stream()
                .filter(one -> !kept.getOrDefault(one.profileId(), List.of()).contains(one.recordId()))
                .toList();
    }

    /** Adds the identifiers that are missing with their profiles, or have another name there; gives how many. */
    int restoreIdentifiers(List<HeldIdentifier> held) {
        if (held.isEmpty() || database.snapshot(tx -> missingOf(tx, held)).isEmpty()) {
            return 0;
        }
        return database.transaction(tx -> {
            List<KeptProfile> locked = walk.lock(
                    tx, held.stream().map(HeldIdentifier::profileId).distinct().toList());
            Map<UUID, HeldIdentifier> holding = walk.holding(
                    tx, held.stream().map(HeldIdentifier::identifierId).toList());
            List<HeldIdentifier> missing = missingOf(tx, held).stream()
                    .filter(one -> one.equals(holding.get(one.identifierId())))
                    .toList();
            if (!missing.isEmpty()) {
                var removed = members.removeIdentifiers(tx, missing);
                var added = members.addIdentifiers(tx, missing);
                announce(
                        tx,
                        locked,
                        missing.stream().map(HeldIdentifier::profileId).toList());
            }
            return missing.size();
        });
    }

    private List<HeldIdentifier> missingOf(Transaction tx, List<HeldIdentifier> held) {
        Set<HeldIdentifier> kept = new HashSet<>(walk.held(
                tx, held.stream().map(HeldIdentifier::profileId).distinct().toList()));
        return held.stream().filter(one -> !kept.contains(one)).toList();
    }

    private void announce(Transaction tx, List<KeptProfile> locked, Collection<UUID> touched) {
        Set<UUID> ids = Set.copyOf(touched);
        profiles.announceKept(
                tx, locked.stream().filter(one -> ids.contains(one.id())).toList());
    }
}
