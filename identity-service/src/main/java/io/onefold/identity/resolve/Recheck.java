package io.onefold.identity.resolve;

import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds the components of which something stands that does not follow from the truths. Reads in the caller's snapshot and locks nothing.
 *
 * <p>A component is looked at with its heads only, or one of a thousand records would be read a thousand times. A record is a head when no
 * identifier that links it leads to one before it. The first of all is always one.
 */
@ApplicationScoped
class Recheck {
    private final IdentifierStore identifiers;
    private final RecordStore records;
    private final EvidenceStore evidence;
    private final ProfileStore profiles;
    private final Reach reach;
    private final RuleBook rules;

    Recheck(
            IdentifierStore identifiers,
            RecordStore records,
            EvidenceStore evidence,
            ProfileStore profiles,
            Reach reach,
            RuleBook rules) {
        this.identifiers = identifiers;
        this.records = records;
        this.evidence = evidence;
        this.profiles = profiles;
        this.reach = reach;
        this.rules = rules;
    }

    /**
     * Those of some stored records that head a component in which something is wrong, one for each.
     *
     * @param mintedBefore what came later heads nothing that was there: else a component could get a head that the walk has passed
     */
    Set<UUID> wrong(Transaction tx, Collection<UUID> stored, Instant mintedBefore) {
        Map<UUID, RecordRow> heads = heads(tx, records.read(tx, stored), mintedBefore);
        if (heads.isEmpty()) {
            return Set.of();
        }
        Reach.Reached reached = reach.from(tx, List.of(), carried(heads.values()));
        Map<UUID, RecordRow> reachable = new HashMap<>(heads);
        reachable.putAll(Filing.byId(records.readLinked(tx, reached.linking())));
        Map<UUID, IdentifierRow> linking = byId(identifiers.read(tx, reached.linking()));
        Map<UUID, IdentifierRow> idle = byId(spoilt(tx, reached.others()));
        Map<UUID, ProfileRow> minted = minted(tx, reachable.values());
        Set<UUID> wrong = new HashSet<>();
        for (List<Member> component : Member.components(members(tx, reachable), linking.keySet())) {
            Judgement judgement =
                    Judgement.of(rules.of(component.get(0).row().workspace()).current(), component, linking, idle);
            if (!judgement.isAsStored(minted)) {
                component.stream()
                        .map(member -> member.row().recordId())
                        .filter(heads::containsKey)
                        .findFirst()
                        .ifPresent(wrong::add);
            }
        }
        return wrong;
    }

    /** Those of some identifiers that link nobody, and of which yet something stands. */
    List<IdentifierRow> spoilt(Transaction tx, Collection<UUID> others) {
        return identifiers.read(tx, others).stream()
                .filter(IdentifierRow::leadsToAnybody)
                .toList();
    }

    private Map<UUID, RecordRow> heads(Transaction tx, List<RecordRow> rows, Instant mintedBefore) {
        Set<UUID> linking = identifiers.read(tx, carried(rows)).stream()
                .filter(row -> row.links(rules.of(row.workspace())))
                .map(IdentifierRow::identifierId)
                .collect(Collectors.toSet());
        Map<UUID, UUID> first = identifiers.firstRecords(tx, linking, mintedBefore);
        Map<UUID, RecordRow> heads = new HashMap<>();
        for (RecordRow row : rows) {
            boolean isFirst = row.identifierIds().stream()
                    .filter(linking::contains)
                    .allMatch(id -> row.recordId().equals(first.getOrDefault(id, row.recordId())));
            if (isFirst) {
                heads.put(row.recordId(), row);
            }
        }
        return heads;
    }

    private List<Member> members(Transaction tx, Map<UUID, RecordRow> rows) {
        Map<UUID, TimeSpan> believed = evidence.believed(tx, rows.keySet());
        return rows.values().stream()
                .map(row -> new Member(row, believed.get(row.recordId()), false))
                .toList();
    }

    private Map<UUID, ProfileRow> minted(Transaction tx, Collection<RecordRow> rows) {
        Map<UUID, ProfileRow> minted = new HashMap<>();
        profiles.read(tx, rows.stream().map(RecordRow::mintedProfileId).toList())
                .forEach(row -> minted.put(row.profileId(), row));
        return minted;
    }

    private static Set<UUID> carried(Collection<RecordRow> rows) {
        return rows.stream().flatMap(row -> row.identifierIds().stream()).collect(Collectors.toSet());
    }

    private static Map<UUID, IdentifierRow> byId(List<IdentifierRow> rows) {
        Map<UUID, IdentifierRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.identifierId(), row));
        return byId;
    }
}
