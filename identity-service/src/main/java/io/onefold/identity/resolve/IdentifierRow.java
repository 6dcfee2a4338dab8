package io.onefold.identity.resolve;

import io.onefold.domain.Identifier;
import io.onefold.identity.derivation.IdentifierRef;
import io.onefold.identity.rules.WorkspaceRules;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An identifier as it is stored; the table says what each column means. */
record IdentifierRow(
        UUID identifierId,
        String workspace,
        Identifier identifier,
        @Nullable UUID holder,
        List<UUID> candidates,
        long version) {

    IdentifierRow {
        candidates = List.copyOf(candidates);
    }

    static IdentifierRow fresh(UUID id, String workspace, Identifier identifier) {
        return new IdentifierRow(id, workspace, identifier, null, List.of(), 0);
    }

    IdentifierRef ref() {
        return new IdentifierRef(identifierId, identifier.namespace(), identifier.value());
    }

    boolean leadsToAnybody() {
        return holder != null || !candidates.isEmpty();
    }

    /** As it becomes: the version is still the old one. */
    IdentifierRow leadingTo(@Nullable UUID newHolder, List<UUID> newCandidates) {
        return new IdentifierRow(identifierId, workspace, identifier, newHolder, newCandidates, version);
    }

    boolean links(WorkspaceRules rules) {
        return identifier.valid() && rules.links(ref());
    }
}
