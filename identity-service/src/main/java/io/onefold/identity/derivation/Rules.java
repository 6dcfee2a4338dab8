package io.onefold.identity.derivation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** One version of a workspace's identity rules: its namespaces, strongest first, each named once. */
public final class Rules {

    /** The namespaces that a profile holds values of are one bit each of a long. */
    private static final int MOST_NAMESPACES = 64;

    private final long version;
    private final List<Namespace> namespaces;
    private final Map<String, Integer> rankByName = new HashMap<>();
    private final List<List<Pattern>> blockedPatterns;

    /** @param namespaces strongest first */
    public Rules(long version, List<Namespace> namespaces) {
        if (namespaces.isEmpty() || namespaces.size() > MOST_NAMESPACES) {
            throw new IllegalArgumentException(
                    "rules have 1 to %d namespaces, not %d".formatted(MOST_NAMESPACES, namespaces.size()));
        }
        this.version = version;
        this.namespaces = List.copyOf(namespaces);
        for (Namespace namespace : namespaces) {
            if (rankByName.put(namespace.name(), rankByName.size()) != null) {
                throw new IllegalArgumentException("namespace %s is given twice".formatted(namespace.name()));
            }
        }
        this.blockedPatterns = namespaces.stream()
                .map(namespace -> namespace.blocked().patterns().stream()
                        .map(Blocked::compile)
                        .toList())
                .toList();
    }

    public long version() {
        return version;
    }

    public List<Namespace> namespaces() {
        return namespaces;
    }

    /** Whether the identifier counts at derivation; blocked, invalid and undeclared ones are kept and left out. */
    public boolean isUsable(IdentifierRef identifier) {
        return usableRank(identifier).isPresent();
    }

    /** The place of the identifier's namespace, 0 the strongest; empty when the identifier is not usable. */
    OptionalInt usableRank(IdentifierRef identifier) {
        Integer rank = rankByName.get(identifier.namespace());
        if (rank == null) {
            return OptionalInt.empty();
        }
        Namespace namespace = namespaces.get(rank);
        String value = identifier.value();
        boolean refused = namespace.blocked().values().contains(value)
                || !namespace.validator().accepts(value)
                || blockedPatterns.get(rank).stream()
                        .anyMatch(pattern -> pattern.matcher(value).find());
        return refused ? OptionalInt.empty() : OptionalInt.of(rank);
    }
}
