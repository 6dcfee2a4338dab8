package io.onefold.profile.rebuild;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.KnownNamespaces;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import io.onefold.profile.projection.RecordStateStore;
import io.onefold.profile.state.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Merges profiles from the states of the records that are kept with them and that they hold. The identifiers that lead to a profile are looked
 * for among those that came with its events, so that all of them are found at once, whatever is kept of them.
 */
@ApplicationScoped
class ProfileDerivation {
    private final ProfileWalkStore walk;
    private final MemberStore members;
    private final RecordStateStore states;
    private final KnownNamespaces known;
    private final IdentifierIds identifierIds;

    ProfileDerivation(
            ProfileWalkStore walk,
            MemberStore members,
            RecordStateStore states,
            KnownNamespaces known,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.walk = walk;
        this.members = members;
        this.states = states;
        this.known = known;
        this.identifierIds = new IdentifierIds(secret);
    }

    List<DerivedProfile> derive(Transaction tx, List<KeptProfile> chunk) {
        if (chunk.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = chunk.stream().map(KeptProfile::id).toList();
        Map<UUID, List<UUID>> records = members.records(tx, ids);
        List<UUID> all = records.values().stream().flatMap(List::stream).toList();
        Map<UUID, UUID> owners = walk.owners(tx, all);
        Map<UUID, ProfileState> parts = states.read(tx, all);
        Map<UUID, Set<HeldIdentifier>> kept = walk.held(tx, ids).stream()
                .collect(Collectors.groupingBy(HeldIdentifier::profileId, Collectors.toSet()));
        List<Merged> merged = new ArrayList<>();
        for (KeptProfile profile : chunk) {
            Map<Boolean, List<UUID>> own = records.getOrDefault(profile.id(), List.of()).stream()
                    .collect(Collectors.partitioningBy(record -> profile.id().equals(owners.get(record))));
            ProfileState state = ProfileState.mergeAll(own.getOrDefault(true, List.of()).stream()
                    .map(record -> parts.getOrDefault(record, ProfileState.EMPTY))
                    .toList());
            Set<HeldIdentifier> beside = kept.getOrDefault(profile.id(), Set.of());
            merged.add(new Merged(
                    profile, state, own.getOrDefault(false, List.of()), beside, candidates(profile, state, beside)));
        }
        Map<UUID, HeldIdentifier> holding = walk.holding(
                tx, merged.stream().flatMap(one -> one.candidates.stream()).collect(Collectors.toSet()));
        return merged.stream().map(one -> derived(one, holding)).toList();
    }

    /**
     * A profile by its records.
     *
     * @param beside the identifiers that are kept with it
     * @param candidates the identifiers that may lead to it
     */
    private record Merged(
            KeptProfile profile,
            ProfileState state,
            List<UUID> strangers,
            Set<HeldIdentifier> beside,
            Set<UUID> candidates) {}

    private Set<UUID> candidates(KeptProfile profile, ProfileState state, Set<HeldIdentifier> beside) {
        Set<UUID> candidates =
                beside.stream().map(HeldIdentifier::identifierId).collect(Collectors.toCollection(HashSet::new));
        state.identifiers()
                .keySet()
                .forEach(key -> candidates.add(
                        identifierIds.id(profile.workspace(), new Identifier(key.namespace(), key.value(), true))));
        return candidates;
    }

    private DerivedProfile derived(Merged merged, Map<UUID, HeldIdentifier> holding) {
        UUID id = merged.profile.id();
        Set<HeldIdentifier> held = merged.candidates.stream()
                .flatMap(candidate -> Stream.ofNullable(holding.get(candidate)))
                .filter(one -> one.profileId().equals(id))
                .collect(Collectors.toSet());
        return new DerivedProfile(
                merged.profile,
                known.anyOf(held.stream().map(HeldIdentifier::identifier).toList()),
                merged.state,
                List.copyOf(held),
                held.stream().filter(one -> !merged.beside.contains(one)).toList(),
                merged.strangers.stream().map(record -> new Member(id, record)).toList(),
                merged.beside.stream().filter(one -> !held.contains(one)).toList());
    }
}
