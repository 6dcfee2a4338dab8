package io.onefold.segment.live;

import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.membership.DueProfiles.Due;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Looked;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.membership.Tried;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Evaluates profiles that are due, for the audiences for which they are. */
@ApplicationScoped
class DueEvaluation {
    private final Database database;
    private final Catalogs catalogs;
    private final KnownFacts facts;
    private final MembershipWriter writer;

    DueEvaluation(Database database, Catalogs catalogs, KnownFacts facts, MembershipWriter writer) {
        this.database = database;
        this.catalogs = catalogs;
        this.facts = facts;
        this.writer = writer;
    }

    /** @param time where the clock stands in the partitions of these profiles */
    void evaluate(List<Due> profiles, Instant time) {
        Map<String, List<Due>> byWorkspace = profiles.stream().collect(Collectors.groupingBy(Due::workspace));
        Map<String, Catalog> present = catalogs.of(byWorkspace.keySet());
        Map<UUID, Audience> audiences = new HashMap<>();
        Set<UUID> ids = new HashSet<>();
        List<Evaluated> evaluated = new ArrayList<>();
        present.forEach((workspace, catalog) -> {
            ids.addAll(catalog.ids());
            catalog.audiences().forEach(audience -> audiences.put(audience.id(), audience));
            evaluated.addAll(evaluate(catalog, byWorkspace.getOrDefault(workspace, List.of()), audiences, time));
        });
        Tried tried = writer.attempt(evaluated);
        Looked looked = new Looked(profiles.stream().map(Due::profileId).toList(), audiences::containsKey);
        database.inTransaction(tx -> {
            catalogs.requireCurrent(tx, present.values());
            // What somebody else has evaluated at a later version is no loss: that one has looked back to what was due.
            var unused = writer.write(tx, tried, looked, ids::contains);
        });
    }

    private List<Evaluated> evaluate(Catalog catalog, List<Due> profiles, Map<UUID, Audience> audiences, Instant time) {
        Map<UUID, Long> versions = profiles.stream()
                .filter(one -> one.audiences().keySet().stream().anyMatch(audiences::containsKey))
                .collect(Collectors.toMap(Due::profileId, Due::version));
        Map<UUID, KnownProfile> known = facts.of(versions, catalog.wanted());
        List<Evaluated> evaluated = new ArrayList<>();
        for (Due one : profiles) {
            if (versions.containsKey(one.profileId())) {
                KnownProfile profile = known(one, known);
                one.audiences().forEach((id, at) -> {
                    Audience audience = audiences.get(id);
                    if (audience != null && !endsLater(one, profile.of(audience.needs()))) {
                        evaluated.add(evaluate(audience, profile.of(audience.needs()), at, time));
                    }
                });
            }
        }
        return evaluated;
    }

    private static KnownProfile known(Due due, Map<UUID, KnownProfile> known) {
        KnownProfile profile = known.get(due.profileId());
        if (profile == null) {
            throw new IllegalStateException("no facts of profile " + due.profileId());
        }
        if (profile.version() < due.version()) {
            throw new IllegalStateException("profile " + due.profileId() + " was evaluated at version " + due.version()
                    + " and is known at version " + profile.version() + " only");
        }
        return profile;
    }

    /** What is no more leaves by the change that ended it, which is still to come; until then it stays due. */
    private static boolean endsLater(Due due, ProfileState state) {
        return !state.exists() && state.version() > due.version();
    }

    static Evaluated evaluate(Audience audience, ProfileState state, Instant at, Instant time) {
        Origin due = new Origin.Due(at, Evaluations.happened(audience, state), Evaluations.foretold(audience, state));
        return Evaluations.of(audience, state, state.version(), time, due);
    }
}
