package io.onefold.identity.lookup;

import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.identity.derivation.IdentifierRef;
import io.onefold.identity.derivation.Namespace;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
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

/**
 * Says who a person is, to be erased. Of a person of very many records it says a part, cut from the end that is farthest from what the person
 * is asked for by: what is left hangs together with that, so that whoever asks again, be it after a crash, finds all of it.
 */
@ApplicationScoped
public class PersonFixer {
    /** An erasure lists some more: there may be records of the person that never got here. */
    private static final int MOST_RECORDS = 9_000;
    /** What is read of one person, in memory: what hangs on records that are not read would come apart from the rest. */
    private static final int MOST_READ = 50_000;

    private final Database database;
    private final IdentityLookup lookup;
    private final LookupStore store;
    private final RuleBook rules;
    private final IdentifierIds ids;
    private final int most;

    @Inject
    PersonFixer(
            Database database,
            IdentityLookup lookup,
            LookupStore store,
            RuleBook rules,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this(database, lookup, store, rules, secret, MOST_RECORDS);
    }

    /** @param most records that are answered at once */
    PersonFixer(Database database, IdentityLookup lookup, LookupStore store, RuleBook rules, String secret, int most) {
        this.database = database;
        this.lookup = lookup;
        this.store = store;
        this.rules = rules;
        this.ids = new IdentifierIds(secret);
        this.most = most;
    }

    /**
     * A person.
     *
     * @param profileIds all that were ever minted for the records
     * @param alone the identifiers that can link and that no other record carries, by id
     * @param left the person's other records, which are still known by the same name without these, the nearest to it first
     */
    public record Person(Set<UUID> profileIds, Set<UUID> recordIds, Map<UUID, Identifier> alone, List<UUID> left) {
        /** The namespaces of what is the person's alone. */
        public List<String> namespaces() {
            return List.copyOf(new TreeSet<>(
                    alone.values().stream().map(Identifier::namespace).toList()));
        }

        /** Whether there are more records than these. */
        public boolean partial() {
            return !left.isEmpty();
        }
    }

    /** @param left what an answer before had left: whoever has one of these records is the person too */
    public Person byProfile(String workspace, UUID id, Collection<UUID> left) {
        return database.snapshot(tx -> {
            List<Piece> pieces = new ArrayList<>();
            lookup.lead(tx, workspace, id).ifPresent(lead -> pieces.add(piece(tx, lead.profileId(), lead.mintedFor())));
            addOwners(tx, workspace, left, pieces);
            if (pieces.isEmpty()) {
                throw Failures.profileNotFound(id.toString());
            }
            return person(tx, workspace, pieces);
        });
    }

    /**
     * Whoever was never seen is nobody yet, and has this identifier alone.
     *
     * @param left what an answer before had left: whoever has one of these records is the person too
     */
    public Person byIdentifier(String workspace, Identifier identifier, Collection<UUID> left) {
        UUID id = ids.id(workspace, identifier);
        if (!links(workspace, id, identifier)) {
            throw Failures.invalidField("identifier", identifier + " can be nobody's");
        }
        return database.snapshot(tx -> {
            List<Piece> others = new ArrayList<>();
            addOwners(tx, workspace, left, others);
            // What is left is the person's also when its name has become another one's as well meanwhile.
            Optional<UUID> holder = others.isEmpty()
                    ? lookup.holder(tx, workspace, identifier)
                    : Optional.ofNullable(store.identifiers(tx, Set.of(id)).get(id))
                            .map(LookupStore.Known::holder);
            List<Piece> pieces = new ArrayList<>();
            holder.ifPresent(profileId -> pieces.add(named(tx, profileId, id)));
            others.stream().filter(piece -> isOther(pieces, piece.profileId)).forEach(pieces::add);
            if (!pieces.isEmpty()) {
                return person(tx, workspace, pieces);
            }
            if (store.identifiers(tx, Set.of(id)).containsKey(id)) {
                throw Failures.profileNotFound(identifier.toString());
            }
            return new Person(Set.of(), Set.of(), Map.of(id, identifier), List.of());
        });
    }

    /** A profile of the person's, from one of its records on. A person that is not erased yet is but one. */
    private record Piece(
            UUID profileId,
            UUID mintedFor,
            Map<UUID, List<UUID>> carried,
            Map<UUID, LookupStore.Known> identifiers,
            Nearness nearness) {
        Piece from(UUID record) {
            Set<UUID> linking = new HashSet<>();
            identifiers.forEach((id, known) -> {
                if (profileId.equals(known.holder())) {
                    linking.add(id);
                }
            });
            return new Piece(profileId, mintedFor, carried, identifiers, Nearness.of(record, carried, linking));
        }
    }

    private Piece read(Transaction tx, UUID profileId) {
        LookupStore.Profile profile = lookup.stored(tx, profileId);
        Map<UUID, LookupStore.Known> identifiers = new HashMap<>();
        Map<UUID, List<UUID>> carried = lookup.walk(tx, profileId, profile, identifiers, MOST_READ);
        if (carried.size() > MOST_READ) {
            throw Failures.limitExceeded("the person has more than " + MOST_READ + " records");
        }
        UUID start = profile.mintedFor();
        return new Piece(profileId, start, carried, identifiers, new Nearness(start, List.of(start), Map.of()));
    }

    private Piece piece(Transaction tx, UUID profileId, UUID start) {
        Piece piece = read(tx, profileId);
        return piece.from(piece.carried.containsKey(start) ? start : piece.mintedFor);
    }

    /** From a record that carries the name, always the same one. */
    private Piece named(Transaction tx, UUID profileId, UUID name) {
        Piece piece = read(tx, profileId);
        return piece.from(piece.carried.entrySet().stream()
                .filter(record -> record.getValue().contains(name))
                .map(Map.Entry::getKey)
                .min(UUID::compareTo)
                .orElse(piece.mintedFor));
    }

    private void addOwners(Transaction tx, String workspace, Collection<UUID> left, List<Piece> pieces) {
        for (UUID owner : new TreeSet<>(store.owners(tx, left))) {
            LookupStore.Profile profile = lookup.stored(tx, owner);
            if (profile.workspace().equals(workspace) && isOther(pieces, owner)) {
                pieces.add(piece(tx, owner, profile.mintedFor()));
            }
        }
    }

    private static boolean isOther(List<Piece> pieces, UUID profileId) {
        return pieces.stream().noneMatch(piece -> piece.profileId.equals(profileId));
    }

    private Person person(Transaction tx, String workspace, List<Piece> pieces) {
        Map<UUID, List<UUID>> all = new HashMap<>();
        Map<UUID, LookupStore.Known> identifiers = new HashMap<>();
        pieces.forEach(piece -> {
            all.putAll(piece.carried);
            identifiers.putAll(piece.identifiers);
        });
        Set<UUID> records = all.size() > most ? part(workspace, pieces) : all.keySet();
        Set<UUID> carried = new HashSet<>();
        records.forEach(record -> carried.addAll(Objects.requireNonNull(all.get(record))));
        Set<UUID> shared = store.shared(tx, carried, records);
        Map<UUID, Identifier> alone = new HashMap<>();
        identifiers.forEach((id, known) -> {
            if (carried.contains(id) && !shared.contains(id) && links(workspace, id, known.identifier())) {
                alone.put(id, known.identifier());
            }
        });
        List<UUID> left = pieces.stream()
                .flatMap(piece -> piece.nearness.order().stream())
                .filter(record -> !records.contains(record))
                .toList();
        return new Person(store.minted(tx, records), records, alone, left);
    }

    /**
     * What has come apart goes first. Then the far end, without the record that the person is asked for by, and if it can be without the one
     * that gives the profile its id, so that this stays the same, and without one for each exclusive value: these keep what is left from being
     * united with somebody else.
     */
    private Set<UUID> part(String workspace, List<Piece> pieces) {
        Piece asked = pieces.get(0);
        if (pieces.size() == 1) {
            List<UUID> keep = new ArrayList<>(List.of(asked.mintedFor));
            keep.addAll(labelled(workspace, asked));
            return new HashSet<>(asked.nearness.farEnd(most, keep));
        }
        Set<UUID> part = new HashSet<>();
        for (Piece piece : pieces.subList(1, pieces.size())) {
            piece.nearness.farthestFirst().stream().limit(most - part.size()).forEach(part::add);
        }
        return part;
    }

    /** The nearest record for each exclusive value that the person holds. */
    private List<UUID> labelled(String workspace, Piece piece) {
        Set<String> exclusive = rules.of(workspace).current().namespaces().stream()
                .filter(Namespace::labels)
                .map(Namespace::name)
                .collect(Collectors.toSet());
        Set<UUID> unmet = new HashSet<>();
        piece.identifiers.forEach((id, known) -> {
            if (piece.profileId.equals(known.holder())
                    && exclusive.contains(known.identifier().namespace())) {
                unmet.add(id);
            }
        });
        return piece.nearness.order().stream()
                .filter(record -> unmet.removeAll(Objects.requireNonNull(piece.carried.get(record))))
                .toList();
    }

    private boolean links(String workspace, UUID id, Identifier identifier) {
        return identifier.valid()
                && rules.of(workspace).links(new IdentifierRef(id, identifier.namespace(), identifier.value()));
    }
}
