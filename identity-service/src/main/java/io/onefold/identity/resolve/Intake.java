package io.onefold.identity.resolve;

import io.onefold.identity.change.Cause;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a transaction has to write and to decide, found out before it.
 *
 * @param erasures those that there had been when it was found out
 * @param decide stored records that must be decided on
 * @param freshIdentifiers the identifiers of the fresh records, by id
 * @param identifierIds the same by record
 * @param reached everything that can be reached from the identifiers of the fresh records and those to decide on
 * @param idle identifiers that link nobody, and are to lead to nobody
 */
record Intake(
        Erasures erasures,
        Cause cause,
        Survey survey,
        Set<UUID> decide,
        Map<UUID, IdentifierRow> freshIdentifiers,
        Map<UUID, List<UUID>> identifierIds,
        Reach.Reached reached,
        Set<UUID> idle,
        Collection<UUID> asked) {

    Intake letting(Set<UUID> goOfIdle) {
        return new Intake(erasures, cause, survey, decide, freshIdentifiers, identifierIds, reached, goOfIdle, asked);
    }

    boolean decidesNothing() {
        return decide.isEmpty() && survey.fresh().isEmpty();
    }
}
