package io.onefold.segment.live;

import io.onefold.domain.Bucket;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.feed.Partitions;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.profiles.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Evaluates the audiences that a batch of changes touches, at the facts of now, and commits them with the batch's cursors. */
@ApplicationScoped
class LiveEvaluation implements FeedEffect<ChangedProfile> {
    private final Catalogs catalogs;
    private final KnownFacts facts;
    private final Instants instants;
    private final Timers timers;
    private final MembershipWriter writer;
    private final Partitions partitions;

    LiveEvaluation(
            Catalogs catalogs,
            KnownFacts facts,
            Instants instants,
            Timers timers,
            MembershipWriter writer,
            FeedConfig config) {
        this.catalogs = catalogs;
        this.facts = facts;
        this.instants = instants;
        this.timers = timers;
        this.writer = writer;
        this.partitions = new Partitions(config.partitions());
    }

    @Override
    public Prepared prepare(List<FeedBatch<ChangedProfile>> batches) {
        Map<UUID, Touch> touches = new LinkedHashMap<>();
        batches.stream()
                .flatMap(FeedBatch::changes)
                .forEach(change ->
                        touches.computeIfAbsent(change.profileId(), Touch::new).add(change));
        Set<String> workspaces = touches.values().stream().map(Touch::workspace).collect(Collectors.toSet());
        Map<String, Catalog> present = catalogs.of(workspaces);
        Ticks ticks = Ticks.of(batches);
        List<Evaluated> evaluated = new ArrayList<>();
        for (Catalog catalog : present.values()) {
            List<Touch> some = touches.values().stream()
                    .filter(touch -> touch.workspace().equals(catalog.workspace()))
                    .toList();
            if (!catalog.audiences().isEmpty()) {
                evaluated.addAll(evaluate(catalog, some, ticks));
            }
        }
        // Before the tick's cursor moves: when the clock is passed on, what was due by it is published. After the facts
        // of the batch are known, since these come before the tick.
        timers.fire(ticks);
        Set<UUID> audiences = present.values().stream()
                .flatMap(catalog -> catalog.audiences().stream())
                .map(Audience::id)
                .collect(Collectors.toSet());
        return tx -> {
            catalogs.requireCurrent(tx, present.values());
            writer.write(tx, evaluated, audiences::contains);
        };
    }

    private List<Evaluated> evaluate(Catalog catalog, List<Touch> touches, Ticks ticks) {
        List<ChangedProfile> changes =
                touches.stream().flatMap(touch -> touch.changes().stream()).toList();
        Map<UUID, ProfileState> states = facts.after(changes, catalog.needs());
        Instants.Clocks clocks = instants.read();
        List<Evaluated> evaluated = new ArrayList<>();
        for (Touch touch : touches) {
            ProfileState state = Objects.requireNonNull(
                    states.get(touch.profileId()), () -> "no facts of profile " + touch.profileId());
            Instant instant = clocks.instantFor(catalog.workspace(), state.facts());
            // What a tick of the same batch makes due is found here: its timer is not set yet.
            Instant ticked = ticks.latest(partitions.of(Bucket.of(touch.profileId())), catalog.workspace(), clocks)
                    .filter(instant::isBefore)
                    .orElse(instant);
            evaluated.addAll(evaluate(catalog, touch, state, ticked));
        }
        return evaluated;
    }

    private static List<Evaluated> evaluate(Catalog catalog, Touch touch, ProfileState state, Instant instant) {
        Touch.Effect effect = touch.effect(catalog.needs(), state.facts());
        Origin origin = effect.origin();
        if (state.version() > 0 && state.version() < touch.version()) {
            throw new FeedEffect.Again("profile " + touch.profileId() + " was read at a version before its change");
        }
        long version = Math.max(state.version(), touch.version());
        return catalog.audiences().stream()
                .filter(effect::concerns)
                .map(audience -> Evaluations.of(audience, state, version, instant, origin))
                .toList();
    }
}
