package io.onefold.sample;

import io.onefold.sample.generator.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Remembers for whom the generator made what. */
final class Intent implements Witness {
    private static final Set<String> ENRICHING = Set.of("payments", "dmp");
    private static final Set<String> NO_EVENTS = Set.of("crm", "payments", "dmp", "stores", "privacy");

    private final List<Made> rows = new ArrayList<>();
    private final Map<String, SortedSet<String>> identifiersOfPerson = new TreeMap<>();
    private final Map<String, SortedSet<String>> personsOfIdentifier = new TreeMap<>();

    record Made(String person, String source, Set<String> identifiers) {
        boolean isEvent() {
            return !NO_EVENTS.contains(source);
        }

        boolean enriches() {
            return ENRICHING.contains(source);
        }
    }

    @Override
    public void made(String person, String source, Set<String> identifiers) {
        Made row = new Made(person, source, Set.copyOf(identifiers));
        rows.add(row);
        if (!row.enriches()) {
            identifiersOfPerson
                    .computeIfAbsent(person, first -> new TreeSet<>())
                    .addAll(identifiers);
            identifiers.forEach(identifier -> personsOfIdentifier
                    .computeIfAbsent(identifier, first -> new TreeSet<>())
                    .add(person));
        }
    }

    Collection<Made> rows() {
        return rows;
    }

    /** The values that were given to several people on purpose. */
    SortedSet<String> shared() {
        return personsOfIdentifier.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is each person's alone, by person. */
    Map<String, SortedSet<String>> own() {
        SortedSet<String> shared = shared();
        Map<String, SortedSet<String>> own = new TreeMap<>();
        identifiersOfPerson.forEach((person, identifiers) -> {
            SortedSet<String> alone = new TreeSet<>(identifiers);
            alone.removeAll(shared);
            own.put(person, alone);
        });
        return own;
    }

    Map<String, Long> events() {
        return rows.stream().filter(Made::isEvent).collect(Collectors.groupingBy(Made::person, Collectors.counting()));
    }
}
