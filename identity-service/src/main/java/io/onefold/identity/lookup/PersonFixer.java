package io.onefold.identity.lookup;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.identity.derivation.IdentifierRef;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says who a person is, to be erased. */
@ApplicationScoped
public class PersonFixer {
    /** An erasure lists some more: there may be records of the person that never got here. */
    private static final int MOST_RECORDS = 9_000;

    private final Database database;
    private final IdentityLookup lookup;
    private final LookupStore store;
    private final RuleBook rules;
    private final IdentifierIds ids;

    PersonFixer(
            Database database,
            IdentityLookup lookup,
            LookupStore store,
            RuleBook rules,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.lookup = lookup;
        this.store = store;
        this.rules = rules;
        this.ids = new IdentifierIds(secret);
    }

    /**
     * A person.
     *
     * @param profileIds all that were ever minted for the records
     * @param alone the identifiers that can link and that no other record carries, by id
     * @param partial there are more records, and the person is known by the same name without these
     */
    public record Person(Set<UUID> profileIds, Set<UUID> recordIds, Map<UUID, Identifier> alone, boolean partial) {
        /** The namespaces of what is the person's alone. */
        public List<String> namespaces() {
            return List.copyOf(new TreeSet<>(
                    alone.values().stream().map(Identifier::namespace).toList()));
        }
    }

    public Person byProfile(String workspace, UUID id) {
        return database.snapshot(tx -> person(tx, workspace, lookup.present(tx, workspace, id), Optional.empty()));
    }

    /** Whoever was never seen is nobody yet, and has this identifier alone. */
    public Person byIdentifier(String workspace, Identifier identifier) {
        UUID id = ids.id(workspace, identifier);
        if (!links(workspace, id, identifier)) {
            throw Failures.invalidField("identifier", identifier + " can be nobody's");
        }
        return database.snapshot(tx -> {
            Optional<UUID> holder = lookup.holder(tx, workspace, identifier);
            if (holder.isPresent()) {
                return person(tx, workspace, holder.get(), Optional.of(id));
            }
            if (store.identifiers(tx, Set.of(id)).containsKey(id)) {
                throw Failures.profileNotFound(identifier.toString());
            }
            return new Person(Set.of(), Set.of(), Map.of(id, identifier), false);
        });
    }

    /** @param name the identifier by which the person is asked for */
    private Person person(Transaction tx, String workspace, UUID profileId, Optional<UUID> name) {
        LookupStore.Profile profile = lookup.stored(tx, profileId);
        Map<UUID, LookupStore.Known> identifiers = new HashMap<>();
        Map<UUID, List<UUID>> all = lookup.walk(tx, profileId, profile, identifiers);
        boolean partial = all.size() > MOST_RECORDS;
        Set<UUID> records = partial ? part(all, profile.mintedFor(), name) : all.keySet();
        Set<UUID> carried = new HashSet<>();
        records.forEach(record -> carried.addAll(Objects.requireNonNull(all.get(record))));
        Set<UUID> shared = store.shared(tx, carried, records);
        Map<UUID, Identifier> alone = new HashMap<>();
        identifiers.forEach((id, known) -> {
            if (carried.contains(id) && !shared.contains(id) && links(workspace, id, known.identifier())) {
                alone.put(id, known.identifier());
            }
        });
        return new Person(store.minted(tx, records), records, alone, partial);
    }

    /** Without the record that gives the profile its id, and without one that carries the name: by both the rest is found again. */
    private static Set<UUID> part(Map<UUID, List<UUID>> all, UUID mintedFor, Optional<UUID> name) {
        Optional<UUID> named = name.flatMap(identifier -> all.entrySet().stream()
                .filter(record -> record.getValue().contains(identifier))
                .map(Map.Entry::getKey)
                .min(Comparator.comparing(UUID::toString)));
        return all.keySet().stream()
                .filter(record -> !record.equals(mintedFor)
                        && named.filter(record::equals).isEmpty())
                .sorted(Comparator.comparing(UUID::toString))
                .limit(MOST_RECORDS)
                .collect(Collectors.toSet());
    }

    private boolean links(String workspace, UUID id, Identifier identifier) {
        return identifier.valid()
                && rules.of(workspace).links(new IdentifierRef(id, identifier.namespace(), identifier.value()));
    }
}
