package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.domain.Bucket;
import io.onefold.identity.derivation.IdentifierRef;
import io.onefold.identity.derivation.Partition;
import io.onefold.identity.derivation.RecordEvidence;
import io.onefold.identity.derivation.ReferenceDerivation;
import io.onefold.identity.derivation.Rules;
import io.onefold.identity.derivation.Sighting;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** All that a workspace's tables say, read for tests, and held against the reference derivation over all stored evidence. */
final class StoredIdentity {
    private final Map<UUID, Optional<UUID>> owners = new HashMap<>();
    private final Map<UUID, String> identifiers = new HashMap<>();
    private final Map<String, Optional<UUID>> holders = new HashMap<>();
    private final Map<String, List<UUID>> candidates = new HashMap<>();
    private final Map<UUID, List<UUID>> identifiersOf = new HashMap<>();
    private final Map<UUID, Integer> counts = new HashMap<>();
    private final Map<UUID, UUID> hashes = new HashMap<>();
    private final List<RecordEvidence> evidence = new ArrayList<>();

    private StoredIdentity() {}

    static StoredIdentity read(Database database, String workspace) {
        return database.snapshot(tx -> {
            StoredIdentity stored = new StoredIdentity();
            Map<UUID, IdentifierRef> refs = stored.readIdentifiers(tx, workspace);
            Map<UUID, List<Sighting>> sightings = readEvidence(tx);
            for (Row row : tx.query(
                    "select record_id, identifier_ids, minted_profile_id, minted_at, profile_id from record where workspace = $1",
                    workspace)) {
                UUID record = row.getUUID(0);
                List<UUID> ids = Arrays.asList(row.getArrayOfUUIDs(1));
                stored.identifiersOf.put(record, ids);
                stored.owners.put(record, Optional.ofNullable(row.getUUID(4)));
                Set<IdentifierRef> usable = new HashSet<>();
                ids.forEach(id -> Optional.ofNullable(refs.get(id)).ifPresent(usable::add));
                Instant minted = row.getOffsetDateTime(3).toInstant();
                stored.evidence.add(new RecordEvidence(
                        record,
                        usable,
                        sightings.getOrDefault(record, List.of()),
                        row.getUUID(2),
                        ChronoUnit.MICROS.between(Instant.EPOCH, minted)));
            }
            for (Row row : tx.query(
                    "select profile_id, record_count, record_hash, bucket from profile where workspace = $1",
                    workspace)) {
                stored.counts.put(row.getUUID(0), row.getInteger(1));
                stored.hashes.put(row.getUUID(0), row.getUUID(2));
                assertEquals(Bucket.of(row.getUUID(0)), row.getShort(3));
            }
            return stored;
        });
    }

    private Map<UUID, IdentifierRef> readIdentifiers(Transaction tx, String workspace) {
        Map<UUID, IdentifierRef> valid = new HashMap<>();
        for (Row row : tx.query(
                "select identifier_id, namespace, value, valid, holder, candidates from identifier where workspace = $1",
                workspace)) {
            String text = row.getString(1) + ":" + row.getString(2);
            identifiers.put(row.getUUID(0), text);
            holders.put(text, Optional.ofNullable(row.getUUID(4)));
            candidates.put(text, Arrays.asList(row.getArrayOfUUIDs(5)));
            if (row.getBoolean(3)) {
                valid.put(row.getUUID(0), new IdentifierRef(row.getUUID(0), row.getString(1), row.getString(2)));
            }
        }
        return valid;
    }

    private static Map<UUID, List<Sighting>> readEvidence(Transaction tx) {
        Map<UUID, List<Sighting>> sightings = new HashMap<>();
        for (Row row : tx.query("select record_id, source, enriching, first_time, last_time from evidence")) {
            sightings
                    .computeIfAbsent(row.getUUID(0), id -> new ArrayList<>())
                    .add(new Sighting(
                            row.getString(1),
                            row.getBoolean(2),
                            row.getOffsetDateTime(3).toInstant(),
                            row.getOffsetDateTime(4).toInstant()));
        }
        return sightings;
    }

    /** What is stored is what the slow, obvious derivation makes of all evidence, ids and digests included. */
    void agreesWithTheReference(Rules rules) {
        Partition expected = ReferenceDerivation.derive(rules, evidence);
        Map<UUID, Optional<UUID>> expectedOwners = new HashMap<>();
        expected.withoutProfile().forEach(record -> expectedOwners.put(record, Optional.empty()));
        expected.owners().forEach((record, profile) -> expectedOwners.put(record, Optional.of(profile)));
        assertEquals(expectedOwners, owners);

        Map<String, Optional<UUID>> expectedHolders = new HashMap<>();
        Map<String, List<UUID>> expectedCandidates = new HashMap<>();
        identifiers.values().forEach(text -> {
            expectedHolders.put(text, Optional.empty());
            expectedCandidates.put(text, List.of());
        });
        expected.profiles()
                .forEach(profile -> profile.held()
                        .forEach(held -> expectedHolders.put(text(held), Optional.of(profile.profileId()))));
        expected.contested()
                .forEach(contested -> expectedCandidates.put(
                        text(contested.identifier()),
                        contested.candidates().stream()
                                .sorted(Comparator.comparing(UUID::toString))
                                .toList()));
        assertEquals(expectedHolders, holders);
        assertEquals(expectedCandidates, candidates);

        Map<UUID, Integer> expectedCounts = new HashMap<>();
        Map<UUID, UUID> expectedHashes = new HashMap<>();
        counts.keySet().forEach(profile -> {
            expectedCounts.put(profile, 0);
            expectedHashes.put(profile, new UUID(0, 0));
        });
        expected.owners().forEach((record, profile) -> {
            expectedCounts.merge(profile, 1, Integer::sum);
            expectedHashes.merge(
                    profile,
                    record,
                    (a, b) -> new UUID(
                            a.getMostSignificantBits() ^ b.getMostSignificantBits(),
                            a.getLeastSignificantBits() ^ b.getLeastSignificantBits()));
        });
        assertEquals(expectedCounts, counts);
        assertEquals(expectedHashes, hashes);
        assertEquals(evidence.size(), counts.size());
    }

    /** The partition without ids: for each profile its records, each as its identifiers. */
    Set<Set<Set<String>>> people() {
        Map<UUID, Set<Set<String>>> people = new HashMap<>();
        owners.forEach((record, owner) ->
                owner.ifPresent(profile -> people.computeIfAbsent(profile, id -> new HashSet<>())
                        .add(Objects.requireNonNull(identifiersOf.get(record)).stream()
                                .map(id -> Objects.requireNonNull(identifiers.get(id)))
                                .collect(Collectors.toCollection(TreeSet::new)))));
        return new HashSet<>(people.values());
    }

    Map<UUID, Optional<UUID>> owners() {
        return owners;
    }

    Map<String, Optional<UUID>> holders() {
        return holders;
    }

    Set<UUID> everyIdEverMinted() {
        return counts.keySet();
    }

    /** The profile that holds the record for which the id was minted; empty when that is in none. */
    Optional<UUID> present(UUID profile) {
        return evidence.stream()
                .filter(record -> record.mintedProfileId().equals(profile))
                .map(record -> Objects.requireNonNull(owners.get(record.recordId())))
                .findFirst()
                .orElseThrow();
    }

    /** The id was minted for a record that is in no profile. */
    boolean leadsNowhere(UUID profile) {
        return evidence.stream()
                .anyMatch(record -> record.mintedProfileId().equals(profile)
                        && Objects.requireNonNull(owners.get(record.recordId())).isEmpty());
    }

    private static String text(IdentifierRef identifier) {
        return identifier.namespace() + ":" + identifier.value();
    }
}
