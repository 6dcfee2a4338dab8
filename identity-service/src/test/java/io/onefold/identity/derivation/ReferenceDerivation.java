package io.onefold.identity.derivation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The derivation as the text tells it, sentence by sentence, with sets and without any thought of speed. It shares only
 * the input and the output with the real one.
 */
public final class ReferenceDerivation {

    private final List<Namespace> namespaces;
    private final List<RecordEvidence> records;

    /** The profiles so far. */
    private List<Set<RecordEvidence>> people = new ArrayList<>();

    /** The records on which a value is held; a person holds it who has one of them. */
    private final Map<IdentifierRef, Set<RecordEvidence>> heldOn = new HashMap<>();

    private final Map<IdentifierRef, Set<RecordEvidence>> contestedOn = new HashMap<>();
    private final Map<IdentifierRef, Set<RecordEvidence>> lostOn = new HashMap<>();
    private final Map<IdentifierRef, Set<RecordEvidence>> letGoOn = new HashMap<>();

    private ReferenceDerivation(Rules rules, List<RecordEvidence> records) {
        this.namespaces = rules.namespaces();
        this.records = records.stream()
                .sorted(Comparator.comparing(record -> record.recordId().toString()))
                .toList();
    }

    public static Partition derive(Rules rules, List<RecordEvidence> records) {
        return new ReferenceDerivation(rules, records).derive();
    }

    private Partition derive() {
        records.forEach(record -> people.add(Set.of(record)));
        for (Namespace namespace : namespaces) {
            List<Set<RecordEvidence>> before = people;
            boolean changed;
            do {
                people = new ArrayList<>(before);
                for (IdentifierRef value : values(namespace)) {
                    walk(namespace, value);
                }
                changed = applyLimit(namespace, before);
            } while (changed);
        }
        return assign();
    }

    // Step 2.

    private void walk(Namespace namespace, IdentifierRef value) {
        heldOn.remove(value);
        contestedOn.remove(value);
        lostOn.remove(value);
        List<Set<RecordEvidence>> holders = new ArrayList<>();
        for (Set<RecordEvidence> person : people) {
            if (person.stream().anyMatch(record -> mayHold(record, value))) {
                holders.add(person);
            }
        }
        boolean contested = false;
        for (Set<RecordEvidence> one : holders) {
            for (Set<RecordEvidence> other : holders) {
                contested |= one != other && conflict(namespace, one, other);
            }
        }
        if (!contested) {
            give(value, holders);
        } else if (namespace.contested() == ContestPolicy.AMBIGUOUS) {
            contestedOn.put(value, holdingRecords(value, holders));
        } else {
            contest(namespace, value, holders);
        }
    }

    private boolean conflict(Namespace namespace, Set<RecordEvidence> one, Set<RecordEvidence> other) {
        for (Namespace stronger : namespaces.subList(0, namespaces.indexOf(namespace))) {
            Set<IdentifierRef> ones = held(one, stronger);
            Set<IdentifierRef> others = held(other, stronger);
            if (stronger.exclusive() != Exclusivity.NEVER
                    && !ones.isEmpty()
                    && !others.isEmpty()
                    && Collections.disjoint(ones, others)) {
                return true;
            }
        }
        return !namespace.unitesKnown() && known(namespace, one) && known(namespace, other);
    }

    private boolean known(Namespace namespace, Set<RecordEvidence> person) {
        return namespaces.subList(0, namespaces.indexOf(namespace)).stream()
                .anyMatch(stronger ->
                        stronger.unitesKnown() && !held(person, stronger).isEmpty());
    }

    private void contest(Namespace namespace, IdentifierRef value, List<Set<RecordEvidence>> holders) {
        boolean newest = namespace.contested() == ContestPolicy.NEWEST;
        List<RecordEvidence> seen = new ArrayList<>(holdingRecords(value, holders));
        seen.sort(Comparator.comparing(record -> record.recordId().toString()));
        seen.sort(
                newest
                        ? Comparator.comparing(ReferenceDerivation::last).reversed()
                        : Comparator.comparing(ReferenceDerivation::first));
        List<Set<RecordEvidence>> taken = new ArrayList<>();
        List<Set<RecordEvidence>> others = new ArrayList<>();
        for (RecordEvidence record : seen) {
            Set<RecordEvidence> holder = personOf(record);
            if (taken.contains(holder) || others.contains(holder)) {
                continue;
            }
            boolean free = taken.stream().noneMatch(other -> conflict(namespace, holder, other));
            (free ? taken : others).add(holder);
        }
        lostOn.put(value, holdingRecords(value, others));
        give(value, taken);
    }

    private void give(IdentifierRef value, List<Set<RecordEvidence>> holders) {
        heldOn.put(value, holdingRecords(value, holders));
        Set<RecordEvidence> united = new HashSet<>();
        holders.forEach(united::addAll);
        people.removeAll(holders);
        if (!united.isEmpty()) {
            people.add(united);
        }
    }

    // Step 3.

    private boolean applyLimit(Namespace namespace, List<Set<RecordEvidence>> before) {
        if (namespace.limit().isEmpty() && namespace.exclusive() != Exclusivity.ALWAYS) {
            return false;
        }
        int limit = namespace.limit().orElse(1);
        boolean changed = false;
        for (Set<RecordEvidence> person : people) {
            List<IdentifierRef> held = new ArrayList<>(held(person, namespace));
            if (held.size() <= limit) {
                continue;
            }
            held.sort(Comparator.comparing(value -> value.id().toString()));
            held.sort(
                    namespace.keep() == Keep.NEWEST
                            ? Comparator.<IdentifierRef, Instant>comparing(
                                            value -> Collections.max(inside(person, value, ReferenceDerivation::last)))
                                    .reversed()
                            : Comparator.comparing(
                                    value -> Collections.min(inside(person, value, ReferenceDerivation::first))));
            List<IdentifierRef> kept = held.subList(0, limit);
            for (IdentifierRef other : held.subList(limit, held.size())) {
                for (Set<RecordEvidence> part : before) {
                    if (person.containsAll(part)
                            && part.stream()
                                    .anyMatch(record -> kept.stream().anyMatch(value -> holds(record, value)))) {
                        for (RecordEvidence record : part) {
                            if (holds(record, other)) {
                                changed |= letGoOn.computeIfAbsent(other, value -> new HashSet<>())
                                        .add(record);
                            }
                        }
                    }
                }
            }
        }
        return changed;
    }

    private boolean holds(RecordEvidence record, IdentifierRef value) {
        return heldOn.getOrDefault(value, Set.of()).contains(record);
    }

    private List<Instant> inside(
            Set<RecordEvidence> person, IdentifierRef value, Function<RecordEvidence, Instant> time) {
        return person.stream().filter(record -> holds(record, value)).map(time).toList();
    }

    // Step 4 and the ids.

    private Partition assign() {
        Map<RecordEvidence, Set<RecordEvidence>> home = new HashMap<>();
        Map<Set<RecordEvidence>, Set<RecordEvidence>> recordsOf = new HashMap<>();
        Set<UUID> withoutProfile = new HashSet<>();
        for (RecordEvidence record : records) {
            if (usable(record).isEmpty()) {
                withoutProfile.add(record.recordId());
                continue;
            }
            Set<RecordEvidence> person = home(record);
            home.put(record, person);
            recordsOf.computeIfAbsent(person, key -> new HashSet<>()).add(record);
        }
        Map<Set<RecordEvidence>, UUID> ids = new HashMap<>();
        Set<DerivedProfile> profiles = new HashSet<>();
        recordsOf.forEach((person, filed) -> {
            List<IdentifierRef> held = new ArrayList<>();
            namespaces.forEach(namespace -> values(namespace).stream()
                    .filter(value -> held(person, namespace).contains(value))
                    .forEach(held::add));
            UUID id = filed.stream()
                    .filter(record -> held.isEmpty() || record.identifiers().contains(held.get(0)))
                    .min(Comparator.comparing(RecordEvidence::mintOrder))
                    .orElseThrow()
                    .mintedProfileId();
            ids.put(person, id);
            Set<UUID> recordIds = new HashSet<>();
            filed.forEach(record -> recordIds.add(record.recordId()));
            profiles.add(new DerivedProfile(id, recordIds, new LinkedHashSet<>(held)));
        });
        Function<RecordEvidence, UUID> idOf = record -> ids.get(home.get(record));
        List<ContestedValue> contested = new ArrayList<>();
        contestedOn.forEach((value, on) -> {
            Set<UUID> candidates = new HashSet<>();
            on.forEach(record -> candidates.add(idOf.apply(record)));
            contested.add(new ContestedValue(value, candidates));
        });
        Set<LetGoValue> letGo = new HashSet<>();
        for (Map<IdentifierRef, Set<RecordEvidence>> gone : List.of(lostOn, letGoOn)) {
            gone.forEach((value, on) -> on.stream()
                    .filter(record -> heldOn.getOrDefault(value, Set.of()).stream()
                            .noneMatch(holder -> home.get(holder) == home.get(record)))
                    .forEach(record -> letGo.add(new LetGoValue(value, idOf.apply(record)))));
        }
        return new Partition(List.copyOf(profiles), contested, List.copyOf(letGo), withoutProfile);
    }

    private Set<RecordEvidence> home(RecordEvidence record) {
        Set<RecordEvidence> own = personOf(record);
        List<Set<RecordEvidence>> leadTo = new ArrayList<>();
        for (Namespace namespace : namespaces) {
            for (IdentifierRef value : values(namespace)) {
                if (record.identifiers().contains(value)) {
                    people.stream()
                            .filter(person -> held(person, namespace).contains(value))
                            .forEach(leadTo::add);
                }
            }
        }
        return leadTo.isEmpty() || leadTo.contains(own) ? own : leadTo.get(0);
    }

    // The words of the text.

    /** The namespace's usable values in canonical order. */
    private List<IdentifierRef> values(Namespace namespace) {
        Set<IdentifierRef> values = new HashSet<>();
        for (RecordEvidence record : records) {
            for (IdentifierRef identifier : usable(record)) {
                if (identifier.namespace().equals(namespace.name())) {
                    values.add(identifier);
                }
            }
        }
        List<IdentifierRef> ordered = new ArrayList<>(values);
        ordered.sort(Comparator.comparing((IdentifierRef value) -> earliest(value))
                .thenComparing(value -> value.id().toString()));
        return ordered;
    }

    private Instant earliest(IdentifierRef value) {
        return records.stream()
                .filter(record -> record.identifiers().contains(value)
                        && !deciding(record).isEmpty())
                .map(ReferenceDerivation::first)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private Set<IdentifierRef> usable(RecordEvidence record) {
        Set<IdentifierRef> usable = new HashSet<>();
        for (IdentifierRef identifier : record.identifiers()) {
            for (Namespace namespace : namespaces) {
                if (namespace.name().equals(identifier.namespace())
                        && !namespace.blocked().values().contains(identifier.value())) {
                    usable.add(identifier);
                }
            }
        }
        return usable;
    }

    private boolean mayHold(RecordEvidence record, IdentifierRef value) {
        return record.identifiers().contains(value)
                && !deciding(record).isEmpty()
                && !letGoOn.getOrDefault(value, Set.of()).contains(record);
    }

    private Set<RecordEvidence> holdingRecords(IdentifierRef value, List<Set<RecordEvidence>> holders) {
        Set<RecordEvidence> holding = new HashSet<>();
        for (Set<RecordEvidence> person : holders) {
            person.stream().filter(record -> mayHold(record, value)).forEach(holding::add);
        }
        return holding;
    }

    private Set<IdentifierRef> held(Set<RecordEvidence> person, Namespace namespace) {
        Set<IdentifierRef> held = new HashSet<>();
        heldOn.forEach((value, on) -> {
            if (value.namespace().equals(namespace.name()) && !Collections.disjoint(on, person)) {
                held.add(value);
            }
        });
        return held;
    }

    private Set<RecordEvidence> personOf(RecordEvidence record) {
        return people.stream()
                .filter(person -> person.contains(record))
                .findFirst()
                .orElseThrow();
    }

    private static List<Sighting> deciding(RecordEvidence record) {
        return record.sightings().stream()
                .filter(sighting -> !sighting.enriching())
                .toList();
    }

    private static Instant first(RecordEvidence record) {
        return deciding(record).stream()
                .map(Sighting::first)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant last(RecordEvidence record) {
        return deciding(record).stream()
                .map(Sighting::last)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
