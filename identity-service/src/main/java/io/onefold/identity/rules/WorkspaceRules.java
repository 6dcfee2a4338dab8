package io.onefold.identity.rules;

import io.onefold.identity.derivation.IdentifierRef;
import io.onefold.identity.derivation.Rules;
import java.util.List;

/**
 * The rules by which a workspace is derived now.
 *
 * @param former versions under which some components may still stand until all are derived again
 */
public record WorkspaceRules(Rules current, List<Rules> former) {
    public WorkspaceRules {
        former = List.copyOf(former);
    }

    /** Whether records that share the identifier must be derived together: what linked them before counts as well. */
    public boolean links(IdentifierRef identifier) {
        return current.isUsable(identifier) || former.stream().anyMatch(rules -> rules.isUsable(identifier));
    }
}
