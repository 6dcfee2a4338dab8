package io.onefold.profile.rebuild;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Puts records and identifiers back with the profiles that hold them. What a profile does not hold any more is seen with the profile.
 *
 * <p>Under a profile's lock nobody comes or goes: whoever moves a record or an identifier locks both profiles.
 */
@ApplicationScoped
class ReverseRows {
    private final Database database;
    private final ProfileWalkStore walk;
    private final ReverseRowStore rows;
    private final MemberStore members;
    private final ProfileDerivation derivation;
    private final RebuiltProfiles profiles;

    ReverseRows(
            Database database,
            ProfileWalkStore walk,
            ReverseRowStore rows,
            MemberStore members,
            ProfileDerivation derivation,
            RebuiltProfiles profiles) {
        this.database = database;
        this.walk = walk;
        this.rows = rows;
        this.members = members;
        this.derivation = derivation;
        this.profiles = profiles;
    }

    /** Adds the records that are missing with their profiles; gives how many. */
    int restoreRecords(List<Member> owned) {
        List<Member> absent = owned.isEmpty() ? owned : database.snapshot(tx -> rows.missingRecords(tx, owned));
        return absent.isEmpty() ? 0 : database.transaction(tx -> addRecords(tx, absent));
    }

    private int addRecords(Transaction tx, List<Member> absent) {
        List<KeptProfile> locked =
                walk.lock(tx, absent.stream().map(Member::profileId).collect(Collectors.toSet()));
        Map<UUID, UUID> owners =
                walk.owners(tx, absent.stream().map(Member::recordId).toList());
        List<Member> missing = rows.missingRecords(tx, absent).stream()
                .filter(one -> one.profileId().equals(owners.get(one.recordId())))
                .toList();
        if (!missing.isEmpty()) {
            var unused = members.addRecords(tx, missing);
            profiles.announceRecords(
                    tx, among(locked, missing.stream().map(Member::profileId).collect(Collectors.toSet())));
        }
        return missing.size();
    }

    /** Adds the identifiers that are missing with their profiles, or have another name there; gives how many. */
    int restoreIdentifiers(List<HeldIdentifier> held) {
        List<HeldIdentifier> absent =
                held.isEmpty() ? held : database.snapshot(tx -> rows.missingIdentifiers(tx, held));
        return absent.isEmpty() ? 0 : database.transaction(tx -> addIdentifiers(tx, absent));
    }

    private int addIdentifiers(Transaction tx, List<HeldIdentifier> absent) {
        List<KeptProfile> locked =
                walk.lock(tx, absent.stream().map(HeldIdentifier::profileId).collect(Collectors.toSet()));
        Map<UUID, HeldIdentifier> holding = walk.holding(
                tx, absent.stream().map(HeldIdentifier::identifierId).toList());
        List<HeldIdentifier> missing = rows.missingIdentifiers(tx, absent).stream()
                .filter(one -> one.equals(holding.get(one.identifierId())))
                .toList();
        if (!missing.isEmpty()) {
            var removed = members.removeIdentifiers(tx, missing);
            var added = members.addIdentifiers(tx, missing);
            profiles.write(
                    tx,
                    derivation.derive(
                            tx,
                            among(
                                    locked,
                                    missing.stream()
                                            .map(HeldIdentifier::profileId)
                                            .collect(Collectors.toSet()))));
        }
        return missing.size();
    }

    private static List<KeptProfile> among(List<KeptProfile> locked, Set<UUID> ids) {
        return locked.stream().filter(one -> ids.contains(one.id())).toList();
    }
}
