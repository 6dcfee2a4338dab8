package io.onefold.identity.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record of a component that is being decided.
 *
 * @param believed when sources that create saw it; null when none did
 * @param fresh it is not stored yet
 */
record Member(RecordRow row, @Nullable TimeSpan believed, boolean fresh) {

    RecordRow judged(boolean lastMatters) {
        return row.judged(believed == null ? null : believed.first(), lastMatters);
    }

    /** Cuts members into components: those that share an identifier out of {@code linking}, directly or through others. */
    static Collection<List<Member>> components(Collection<Member> members, Set<UUID> linking) {
        Map<UUID, UUID> parents = new HashMap<>();
        for (Member member : members) {
            for (UUID identifier : member.row.identifierIds()) {
                if (linking.contains(identifier)) {
                    // In this direction: the many records of one identifier hang on it side by side and not in a chain.
                    parents.put(root(parents, member.row.recordId()), root(parents, identifier));
                }
            }
        }
        return List.copyOf(members.stream()
                .collect(Collectors.groupingBy(
                        member -> root(parents, member.row.recordId()), Collectors.toCollection(ArrayList::new)))
                .values());
    }

    private static UUID root(Map<UUID, UUID> parents, UUID of) {
        UUID root = of;
        for (UUID up = parents.get(root); up != null && !up.equals(root); up = parents.get(root)) {
            root = up;
        }
        for (UUID at = of; !at.equals(root); ) {
            UUID up = parents.put(at, root);
            at = up == null ? root : up;
        }
        return root;
    }
}
