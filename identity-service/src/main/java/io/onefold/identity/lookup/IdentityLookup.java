package io.onefold.identity.lookup;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the identity of a profile, by any id that it ever had or by any identifier. */
@ApplicationScoped
public class IdentityLookup {
    private static final int MAX_RECORDS = 10_000;
    private static final int MAX_DAYS = 1_000;

    private final Database database;
    private final LookupStore store;
    private final IdentifierIds ids;

    IdentityLookup(
            Database database, LookupStore store, @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.store = store;
        this.ids = new IdentifierIds(secret);
    }

    /** @param workspace the caller's; empty sees every workspace */
    public Identity byProfile(String workspace, UUID id) {
        return database.snapshot(tx -> read(tx, present(tx, workspace, id)));
    }

    public Identity byIdentifier(String workspace, Identifier identifier) {
        return database.snapshot(tx -> read(
                tx,
                holder(tx, workspace, identifier).orElseThrow(() -> Failures.profileNotFound(identifier.toString()))));
    }

    /** The id that an id leads to now. */
    private UUID present(Transaction tx, String workspace, UUID id) {
        return lead(tx, workspace, id)
                .orElseThrow(() -> Failures.profileNotFound(id.toString()))
                .profileId();
    }

    /** Where an id leads now, and the record that it was minted for: by that record it leads there. */
    record Lead(UUID profileId, UUID mintedFor) {}

    Optional<Lead> lead(Transaction tx, String workspace, UUID id) {
        return store.profile(tx, id)
                .filter(profile -> workspace.isEmpty() || profile.workspace().equals(workspace))
                .flatMap(minted -> (minted.recordCount() > 0 ? Optional.of(id) : store.owner(tx, minted.mintedFor()))
                        .map(present -> new Lead(present, minted.mintedFor())));
    }

    /** Who holds an identifier; refuses one that several claim. */
    Optional<UUID> holder(Transaction tx, String workspace, Identifier identifier) {
        UUID id = ids.id(workspace, identifier);
        LookupStore.Known known = store.identifiers(tx, Set.of(id)).get(id);
        if (known != null && !known.candidates().isEmpty()) {
            throw Failures.identifierContested(
                    identifier.toString(),
                    known.candidates().stream().map(UUID::toString).toList());
        }
        return Optional.ofNullable(known).map(LookupStore.Known::holder);
    }

    private Identity read(Transaction tx, UUID profileId) {
        LookupStore.Profile profile = stored(tx, profileId);
        Map<UUID, LookupStore.Known> identifiers = new HashMap<>();
        Map<UUID, List<UUID>> records = walk(tx, profileId, profile, identifiers, MAX_RECORDS);
        if (records.size() > MAX_RECORDS) {
            throw Failures.limitExceeded("the profile has more than " + MAX_RECORDS + " records");
        }
        Map<UUID, List<Identity.Seen>> evidence = store.evidence(tx, records.keySet(), MAX_DAYS);
        List<Identity.KnownRecord> known = new ArrayList<>();
        records.forEach((record, carried) -> known.add(new Identity.KnownRecord(
                record,
                carried.stream()
                        .map(id -> Objects.requireNonNull(identifiers.get(id)).identifier())
                        .sorted()
                        .toList(),
                evidence.getOrDefault(record, List.of()))));
        known.sort(Comparator.comparing(record -> record.recordId().toString()));
        return new Identity(
                profileId,
                profile.version(),
                identifiers.values().stream()
                        .filter(identifier -> profileId.equals(identifier.holder()))
                        .map(LookupStore.Known::identifier)
                        .sorted()
                        .toList(),
                identifiers.values().stream()
                        .filter(identifier -> !identifier.candidates().isEmpty())
                        .map(LookupStore.Known::identifier)
                        .sorted()
                        .toList(),
                known);
    }

    LookupStore.Profile stored(Transaction tx, UUID profileId) {
        return store.profile(tx, profileId)
                .orElseThrow(() -> new IllegalStateException("profile " + profileId + " was never minted"));
    }

    /**
     * The records of a profile hang together by their identifiers, and one of them is that which the profile's id was minted for. Ends, with
     * some of them, when there are more than {@code most}.
     */
    Map<UUID, List<UUID>> walk(
            Transaction tx,
            UUID profileId,
            LookupStore.Profile profile,
            Map<UUID, LookupStore.Known> identifiers,
            int most) {
        Map<UUID, List<UUID>> records = new HashMap<>();
        Set<UUID> named = Set.of(profile.mintedFor());
        Set<UUID> frontier = Set.of();
        do {
            records.putAll(store.records(tx, profileId, frontier, named, most + 1));
            Set<UUID> unmet = new HashSet<>();
            records.values().forEach(unmet::addAll);
            unmet.removeAll(identifiers.keySet());
            Map<UUID, LookupStore.Known> met = store.identifiers(tx, unmet);
            identifiers.putAll(met);
            frontier = new HashSet<>();
            for (Map.Entry<UUID, LookupStore.Known> identifier : met.entrySet()) {
                if (profileId.equals(identifier.getValue().holder())) {
                    frontier.add(identifier.getKey());
                }
            }
            named = Set.of();
        } while (!frontier.isEmpty() && records.size() <= most);
        return records;
    }
}
