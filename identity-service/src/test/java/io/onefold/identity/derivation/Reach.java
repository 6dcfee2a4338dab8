package io.onefold.identity.derivation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a caller of the derivation must hand over together: records linked by usable identifiers. */
final class Reach {

    private Reach() {}

    static Collection<List<RecordEvidence>> components(Rules rules, List<RecordEvidence> records) {
        List<List<RecordEvidence>> components = new ArrayList<>();
        Set<RecordEvidence> left = new HashSet<>(records);
        while (!left.isEmpty()) {
            Set<RecordEvidence> component = new HashSet<>(Set.of(left.iterator().next()));
            Set<IdentifierRef> reached = new HashSet<>();
            do {
                component.forEach(record -> reached.addAll(record.identifiers()));
                reached.removeIf(identifier -> !rules.isUsable(identifier));
            } while (left.stream()
                            .filter(record -> !Collections.disjoint(record.identifiers(), reached))
                            .map(component::add)
                            .filter(added -> added)
                            .count()
                    > 0);
            left.removeAll(component);
            components.add(List.copyOf(component));
        }
        return components;
    }
}
