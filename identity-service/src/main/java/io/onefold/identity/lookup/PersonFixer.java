package io.onefold.identity.lookup;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.identity.derivation.IdentifierRef;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says who a person is, to be erased. */
@ApplicationScoped
public class PersonFixer {
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
     */
    public record Person(Set<UUID> profileIds, Set<UUID> recordIds, Map<UUID, Identifier> alone) {
        /** The namespaces of what is the person's alone. */
        public List<String> namespaces() {
            return List.copyOf(new TreeSet<>(
                    alone.values().stream().map(Identifier::namespace).toList()));
        }
    }

    public Person byProfile(String workspace, UUID id) {
        return database.snapshot(tx -> person(tx, workspace, lookup.present(tx, workspace, id)));
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
                return person(tx, workspace, holder.get());
            }
            if (store.identifiers(tx, Set.of(id)).containsKey(id)) {
                throw Failures.profileNotFound(identifier.toString());
            }
            return new Person(Set.of(), Set.of(), Map.of(id, identifier));
        });
    }

    private Person person(Transaction tx, String workspace, UUID profileId) {
        Map<UUID, LookupStore.Known> identifiers = new HashMap<>();
        Set<UUID> records = lookup.walk(tx, profileId, lookup.stored(tx, profileId), identifiers)
                .keySet();
        Set<UUID> shared = store.shared(tx, identifiers.keySet(), records);
        Map<UUID, Identifier> alone = new HashMap<>();
        identifiers.forEach((id, known) -> {
            if (!shared.contains(id) && links(workspace, id, known.identifier())) {
                alone.put(id, known.identifier());
            }
        });
        return new Person(store.minted(tx, records), records, alone);
    }

    private boolean links(String workspace, UUID id, Identifier identifier) {
        return identifier.valid()
                && rules.of(workspace).links(new IdentifierRef(id, identifier.namespace(), identifier.value()));
    }
}
