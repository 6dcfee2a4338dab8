package io.onefold.identity.derivation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Derives profiles from evidence: a pure function of the set of records and the rules, so that order of arrival,
 * batches and retries cannot matter.
 *
 * <p>The namespaces are walked by strength. A value unites the profiles so far that contain it unless two of them
 * conflict; then its namespace's policy decides. At the end every record, of an enriching source too, goes to the
 * profile of its strongest identifier that a profile holds.
 */
public final class Derivation {

    private Derivation() {}

    /**
     * @param records all of a component, or of several
     * @throws IllegalArgumentException when a record is given twice, or an identifier id with two values
     */
    public static Partition derive(Rules rules, Collection<RecordEvidence> records) {
        Component component = Component.of(rules, records);
        Map<Integer, List<Value>> valuesByRank =
                component.values().stream().collect(Collectors.groupingBy(value -> value.rank));
        ProfilesSoFar profiles = new ProfilesSoFar(component.members().size());
        long labels = 0;
        long known = 0;
        for (int rank = 0; rank < rules.namespaces().size(); rank++) {
            Namespace namespace = rules.namespaces().get(rank);
            long bit = 1L << rank;
            NamespaceWalk.Stronger stronger = new NamespaceWalk.Stronger(labels, known);
            profiles = new NamespaceWalk(namespace, stronger, profiles, valuesByRank.getOrDefault(rank, List.of()))
                    .walk(bit);
            labels |= namespace.labels() ? bit : 0;
            known |= namespace.unitesKnown() ? bit : 0;
        }
        return new Assignment(component, profiles).partition();
    }
}
