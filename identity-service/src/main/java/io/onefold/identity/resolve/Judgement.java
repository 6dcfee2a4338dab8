package io.onefold.identity.resolve;

import io.onefold.identity.change.Move;
import io.onefold.identity.derivation.ContestedValue;
import io.onefold.identity.derivation.Derivation;
import io.onefold.identity.derivation.DerivedProfile;
import io.onefold.identity.derivation.IdentifierRef;
import io.onefold.identity.derivation.Partition;
import io.onefold.identity.derivation.RecordEvidence;
import io.onefold.identity.derivation.Rules;
import io.onefold.identity.derivation.Sighting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the rules make of one component, against what is stored of it.
 *
 * @param moves records whose owner changes
 * @param identifiers identifiers whose holder or candidates change, as they become; their version is still the old one
 * @param named every profile that is touched
 * @param lastMatters whether a policy looked at the latest evidence: then later evidence may change the decision
 */
record Judgement(
        String workspace,
        List<Member> members,
        List<Move> moves,
        List<IdentifierRow> identifiers,
        Set<UUID> named,
        boolean lastMatters) {

    boolean changesNothing() {
        return moves.isEmpty() && identifiers.isEmpty();
    }

    /** Whether a judgement of a rebuild would write nothing. */
    boolean isAsStored(Map<UUID, ProfileRow> minted) {
        return changesNothing()
                && members.stream()
                        .allMatch(member -> member.judged(lastMatters).equals(member.row()))
                && miscounted(minted).isEmpty();
    }

    static Judgement of(Rules rules, List<Member> members, Map<UUID, IdentifierRow> linking) {
        return of(rules, members, linking, Map.of());
    }

    /**
     * @param linking the identifiers that link, by id
     * @param idle those that link nobody and are to be let go of; who judges first takes them out
     */
    static Judgement of(
            Rules rules, List<Member> members, Map<UUID, IdentifierRow> linking, Map<UUID, IdentifierRow> idle) {
        List<RecordEvidence> evidence =
                members.stream().map(member -> evidence(member, linking)).toList();
        Partition partition = Derivation.derive(rules, evidence);
        Judgement judgement = new Judgement(
                members.get(0).row().workspace(),
                members,
                moves(members, partition.owners()),
                new ArrayList<>(),
                new HashSet<>(),
                !partition.letGo().isEmpty());
        judgement.moves.forEach(move -> {
            judgement.name(move.from());
            judgement.name(move.to());
        });
        for (IdentifierRow now : identifiers(members, linking, partition)) {
            judgement.change(Objects.requireNonNull(linking.get(now.identifierId()), "it links"), now);
        }
        if (!idle.isEmpty()) {
            judgement.letGo(idle);
        }
        return judgement;
    }

    private void change(IdentifierRow before, IdentifierRow now) {
        identifiers.add(now);
        name(now.holder());
        name(before.holder());
        named.addAll(inOneOnly(now.candidates(), before.candidates()));
    }

    private void letGo(Map<UUID, IdentifierRow> idle) {
        for (Member member : members) {
            for (UUID id : member.row().identifierIds()) {
                IdentifierRow before = idle.remove(id);
                if (before != null) {
                    change(before, before.leadingTo(null, List.of()));
                }
            }
        }
    }

    /** Whoever claimed the identifier before and still does is not touched: naming them all would cost more with each new one. */
    private static Set<UUID> inOneOnly(List<UUID> some, List<UUID> others) {
        Set<UUID> inOneOnly = new HashSet<>(some);
        others.forEach(id -> {
            if (!inOneOnly.add(id)) {
                inOneOnly.remove(id);
            }
        });
        return inOneOnly;
    }

    /** The ids that were minted for stored records that move now: each leads where its record goes. */
    Set<UUID> idsThatMove() {
        Map<UUID, Member> stored = new HashMap<>();
        members.stream()
                .filter(member -> !member.fresh())
                .forEach(member -> stored.put(member.row().recordId(), member));
        Set<UUID> ids = new HashSet<>();
        for (Move move : moves) {
            Member member = stored.get(move.recordId());
            if (member != null) {
                ids.add(member.row().mintedProfileId());
            }
        }
        return ids;
    }

    /** The ids that were minted for its records: only one of them can be the id of a profile of these. */
    Set<UUID> mintedIds() {
        return members.stream().map(member -> member.row().mintedProfileId()).collect(Collectors.toSet());
    }

    /**
     * Those of the ids minted for its records whose rows count other records than they hold now, as they become.
     *
     * @param minted the rows as they are stored
     */
    List<ProfileRow> miscounted(Map<UUID, ProfileRow> minted) {
        Map<UUID, ProfileRow> right = new HashMap<>();
        for (UUID id : mintedIds()) {
            ProfileRow row = minted.get(id);
            if (row != null) {
                right.put(id, row.emptied());
            }
        }
        Map<UUID, Move> moved = new HashMap<>();
        moves.forEach(move -> moved.put(move.recordId(), move));
        for (Member member : members) {
            UUID record = member.row().recordId();
            Move move = moved.get(record);
            UUID owner = move == null ? member.row().profileId() : move.to();
            if (owner != null) {
                right.computeIfPresent(owner, (id, row) -> row.with(record));
            }
        }
        return right.values().stream()
                .filter(row -> !row.equals(minted.get(row.profileId())))
                .toList();
    }

    private void name(@Nullable UUID profile) {
        if (profile != null) {
            named.add(profile);
        }
    }

    private static RecordEvidence evidence(Member member, Map<UUID, IdentifierRow> linking) {
        RecordRow row = member.row();
        Set<IdentifierRef> refs = new HashSet<>();
        for (UUID id : row.identifierIds()) {
            IdentifierRow identifier = linking.get(id);
            if (identifier != null) {
                refs.add(identifier.ref());
            }
        }
        TimeSpan believed = member.believed();
        // Which source saw it when does not matter to derivation, only the span of all that it believes.
        List<Sighting> sightings =
                believed == null ? List.of() : List.of(new Sighting("", false, believed.first(), believed.last()));
        return new RecordEvidence(
                row.recordId(),
                refs,
                sightings,
                row.mintedProfileId(),
                ChronoUnit.MICROS.between(Instant.EPOCH, row.mintedAt()));
    }

    private static List<Move> moves(List<Member> members, Map<UUID, UUID> owners) {
        List<Move> moves = new ArrayList<>();
        for (Member member : members) {
            UUID before = member.row().profileId();
            UUID now = owners.get(member.row().recordId());
            if (!Objects.equals(before, now)) {
                moves.add(new Move(member.row().recordId(), before, now));
            }
        }
        return moves;
    }

    private static List<IdentifierRow> identifiers(
            List<Member> members, Map<UUID, IdentifierRow> linking, Partition partition) {
        Map<UUID, UUID> holders = new HashMap<>();
        for (DerivedProfile profile : partition.profiles()) {
            profile.held().forEach(identifier -> holders.put(identifier.id(), profile.profileId()));
        }
        Map<UUID, List<UUID>> candidates = new HashMap<>();
        for (ContestedValue contested : partition.contested()) {
            candidates.put(contested.identifier().id(), List.copyOf(contested.candidates()));
        }
        Set<UUID> met = new HashSet<>();
        List<IdentifierRow> changed = new ArrayList<>();
        for (Member member : members) {
            for (UUID id : member.row().identifierIds()) {
                IdentifierRow before = linking.get(id);
                if (before == null || !met.add(id)) {
                    continue;
                }
                UUID holder = holders.get(id);
                List<UUID> claimants = candidates.getOrDefault(id, List.of());
                if (!Objects.equals(holder, before.holder()) || !claimants.equals(before.candidates())) {
                    changed.add(before.leadingTo(holder, claimants));
                }
            }
        }
        return changed;
    }
}
