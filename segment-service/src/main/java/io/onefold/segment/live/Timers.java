package io.onefold.segment.live;

import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.membership.DueProfiles;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.profiles.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Changes membership when time alone does. A tick in a partition says that everything before it has come; so whatever of the partition's
 * profiles is due by it is evaluated then, each change at its own instant, and committed before the tick counts as read. Whoever stops in
 * the middle finds the rest still due.
 */
@ApplicationScoped
class Timers {
    private static final int CHUNK = 500;

    private final Database database;
    private final Catalogs catalogs;
    private final Instants instants;
    private final DueProfiles due;
    private final KnownFacts facts;
    private final MembershipWriter writer;
    private final Partitions partitions;

    Timers(
            Database database,
            Catalogs catalogs,
            Instants instants,
            DueProfiles due,
            KnownFacts facts,
            MembershipWriter writer,
            FeedConfig config) {
        this.database = database;
        this.catalogs = catalogs;
        this.instants = instants;
        this.due = due;
        this.facts = facts;
        this.writer = writer;
        this.partitions = new Partitions(config.partitions());
    }

    void fire(Ticks ticks) {
        if (ticks.byPartition().isEmpty()) {
            return;
        }
        Clockwork clockwork = new Clockwork(catalogs.workspaces(), instants.clockOwners());
        ticks.byPartition()
                .forEach((partition, clocks) -> clocks.forEach((clock, time) ->
                        clockwork.drivenBy(clock).forEach(workspace -> fire(workspace, time, partition))));
    }

    /**
     * Which clock drives whom.
     *
     * @param workspaces those that have audiences
     * @param owners those that have a clock of their own
     */
    private record Clockwork(Set<String> workspaces, Set<String> owners) {
        Set<String> drivenBy(String clock) {
            Set<String> driven = new TreeSet<>(workspaces);
            driven.removeIf(workspace -> clock.isEmpty() ? owners.contains(workspace) : !workspace.equals(clock));
            return driven;
        }
    }

    private void fire(String workspace, Instant time, int partition) {
        DueProfiles.Range range = new DueProfiles.Range(
                workspace, time, partitions.firstBucket(partition), partitions.lastBucket(partition));
        List<DueProfiles.Due> chunk = due.next(range, CHUNK);
        while (!chunk.isEmpty()) {
            evaluate(workspace, time, chunk);
            chunk = chunk.size() < CHUNK ? List.of() : due.next(range, CHUNK);
        }
    }

    private void evaluate(String workspace, Instant time, List<DueProfiles.Due> profiles) {
        Catalog catalog = catalogs.of(Set.of(workspace)).get(workspace);
        if (catalog == null) {
            throw new IllegalStateException("no catalogue of workspace " + workspace);
        }
        Map<UUID, Audience> audiences =
                catalog.audiences().stream().collect(Collectors.toMap(Audience::id, audience -> audience));
        Map<UUID, Long> versions =
                profiles.stream().collect(Collectors.toMap(DueProfiles.Due::profileId, DueProfiles.Due::version));
        Map<UUID, ProfileState> states = facts.of(versions, catalog.needs());
        List<Evaluated> evaluated = new ArrayList<>();
        for (DueProfiles.Due one : profiles) {
            ProfileState state = states.get(one.profileId());
            if (state == null) {
                throw new IllegalStateException("no facts of profile " + one.profileId());
            }
            Instant instant = state.facts().latest().filter(time::isBefore).orElse(time);
            Predicate<Instant> happened =
                    when -> state.facts().events().stream().anyMatch(event -> event.time().equals(when));
            one.audiences().forEach((id, at) -> {
                Audience audience = audiences.get(id);
                if (audience != null) {
                    evaluated.add(Evaluations.of(audience, state, state.version(), instant, new Origin.Due(at, happened)));
                }
            });
        }
        database.inTransaction(tx -> {
            catalogs.requireCurrent(tx, List.of(catalog));
            writer.write(tx, evaluated, audiences::containsKey);
            due.looked(tx, versions.keySet(), audiences::containsKey);
        });
    }
}
