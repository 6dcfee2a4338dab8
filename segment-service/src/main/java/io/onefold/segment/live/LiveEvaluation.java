package io.onefold.segment.live;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.History;
import io.onefold.segment.membership.Cause;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.profiles.ProfileState;
import io.onefold.segment.profiles.ProfilesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Evaluates the audiences that a batch of changes touches, at the facts of now, and commits them with the batch's cursors. */
@ApplicationScoped
class LiveEvaluation implements FeedEffect<ChangedProfile> {
    private final Catalogs catalogs;
    private final ProfilesClient profiles;
    private final Instants instants;
    private final MembershipWriter writer;

    LiveEvaluation(Catalogs catalogs, ProfilesClient profiles, Instants instants, MembershipWriter writer) {
        this.catalogs = catalogs;
        this.profiles = profiles;
        this.instants = instants;
        this.writer = writer;
    }

    /** A profile's changes of one batch and the audiences that they touch. */
    private record Work(Touch touch, List<Audience> audiences) {}

    @Override
    public Prepared prepare(List<FeedBatch<ChangedProfile>> batches) {
        Map<UUID, Touch> touches = new LinkedHashMap<>();
        batches.stream()
                .flatMap(FeedBatch::changes)
                .forEach(change -> touches.merge(change.profileId(), Touch.of(change), Touch::and));
        Set<String> workspaces = touches.values().stream().map(Touch::workspace).collect(Collectors.toSet());
        Map<String, Catalog> present = catalogs.of(workspaces);
        List<Evaluated> evaluated = new ArrayList<>();
        for (Catalog catalog : present.values()) {
            List<Work> work = touches.values().stream()
                    .filter(touch -> touch.workspace().equals(catalog.workspace()))
                    .map(touch -> new Work(touch, touch.among(catalog.audiences())))
                    .filter(one -> !one.audiences.isEmpty())
                    .toList();
            if (!work.isEmpty()) {
                evaluated.addAll(evaluate(catalog, work));
            }
        }
        return tx -> {
            catalogs.requireCurrent(tx, present.values());
            writer.write(tx, evaluated);
        };
    }

    private List<Evaluated> evaluate(Catalog catalog, List<Work> work) {
        List<UUID> ids = work.stream().map(one -> one.touch.profileId()).toList();
        Map<UUID, ProfileState> states = profiles.facts(ids, catalog.selectors());
        Instants.Clocks clocks = instants.read();
        List<Evaluated> evaluated = new ArrayList<>();
        for (Work one : work) {
            ProfileState state = Optional.ofNullable(states.get(one.touch.profileId()))
                    .orElseThrow(() -> new IllegalStateException("no facts of profile " + one.touch.profileId()));
            Instant instant = clocks.instantFor(catalog.workspace(), state.facts());
            one.audiences.forEach(audience -> evaluated.add(evaluate(audience, one.touch, state, instant)));
        }
        return evaluated;
    }

    private static Evaluated evaluate(Audience audience, Touch touch, ProfileState state, Instant instant) {
        History history = state.exists() ? Evaluator.history(audience.rule(), state.facts()) : History.never();
        return new Evaluated(
                audience.workspace(),
                touch.profileId(),
                Math.max(state.version(), touch.version()),
                audience.id(),
                audience.name(),
                history,
                instant,
                origin(audience, touch, instant));
    }

    private static Origin origin(Audience audience, Touch touch, Instant instant) {
        return switch (touch.reason()) {
            case MERGE -> new Origin.Regrouping(Cause.MERGE);
            case SPLIT -> new Origin.Regrouping(Cause.SPLIT);
            case EVENT ->
                audience.isBackfilling()
                        ? new Origin.EventsWhileFilling(touch.earliest().orElse(instant))
                        : new Origin.Events();
        };
    }
}
