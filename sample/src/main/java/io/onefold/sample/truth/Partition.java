package io.onefold.sample.truth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which records are one profile. The namespaces are walked from the strongest; in each a value unites all that have it, unless these hold
 * different user ids by then: such a value is contested and unites nobody. Within a namespace the value with the earliest evidence comes
 * first; of two with the same (the product goes by ids that nobody else can know) the smaller one.
 */
final class Partition {
    private final Map<Set<Identifier>, Group> groups = new HashMap<>();
    private final Map<Identifier, Value> values = new HashMap<>();

    /** Records that are one so far. A group that was united with another only points there. */
    static final class Group {
        private Optional<Group> into = Optional.empty();
        private Optional<Identifier> userId = Optional.empty();

        private Group last() {
            Group group = this;
            while (group.into.isPresent()) {
                group = group.into.get();
            }
            return group;
        }
    }

    /** An identifier with the groups in which it was seen; after the walk, the one that holds it unless it is contested. */
    private static final class Value {
        private final List<Group> seenIn = new ArrayList<>();
        private Instant earliest = Instant.MAX;
        private Optional<Group> holder = Optional.empty();
    }

    /** @param records the rows of each */
    Partition(Map<Set<Identifier>, List<Row>> records) {
        records.forEach((record, rows) -> rows.stream()
                .filter(Row::creates)
                .map(Row::time)
                .min(Comparator.naturalOrder())
                .ifPresent(earliest -> see(record, earliest)));
        for (Namespace namespace : Namespace.values()) {
            values.entrySet().stream()
                    .filter(entry -> entry.getKey().namespace() == namespace)
                    .sorted(Comparator.comparing((Map.Entry<Identifier, Value> entry) -> entry.getValue().earliest)
                            .thenComparing(Map.Entry::getKey))
                    .forEach(entry -> walk(entry.getValue()));
        }
    }

    private void see(Set<Identifier> record, Instant earliest) {
        if (record.isEmpty()) {
            return; // about nobody: in no profile
        }
        Group group = new Group();
        groups.put(record, group);
        for (Identifier identifier : record) {
            Value value = values.computeIfAbsent(identifier, first -> new Value());
            value.seenIn.add(group);
            value.earliest = value.earliest.isBefore(earliest) ? value.earliest : earliest;
            if (identifier.namespace() == Namespace.USER_ID) {
                group.userId = Optional.of(identifier);
            }
        }
    }

    private static void walk(Value value) {
        List<Group> candidates =
                value.seenIn.stream().map(Group::last).distinct().toList();
        Set<Identifier> userIds =
                candidates.stream().flatMap(group -> group.userId.stream()).collect(Collectors.toSet());
        if (userIds.size() > 1) {
            return;
        }
        Group holder = candidates.get(0);
        candidates.stream().skip(1).forEach(group -> group.into = Optional.of(holder));
        holder.userId = userIds.stream().findFirst();
        value.holder = Optional.of(holder);
    }

    /** The profile of a record, of an enriching row too: that of its strongest identifier that one holds; empty for no profile. */
    Optional<Group> profile(Set<Identifier> record) {
        return record.stream()
                .sorted(Comparator.comparing(Identifier::namespace).thenComparing(Identifier::value))
                .flatMap(identifier -> holder(identifier).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(groups.get(record)));
    }

    private Optional<Group> holder(Identifier identifier) {
        return Optional.ofNullable(values.get(identifier))
                .flatMap(value -> value.holder)
                .map(Group::last);
    }

    Map<Group, SortedSet<Identifier>> identifiers() {
        return values.keySet().stream()
                .filter(identifier -> holder(identifier).isPresent())
                .collect(Collectors.groupingBy(
                        identifier -> holder(identifier).orElseThrow(), Collectors.toCollection(TreeSet::new)));
    }

    SortedSet<Identifier> contested() {
        return values.keySet().stream()
                .filter(identifier -> holder(identifier).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
