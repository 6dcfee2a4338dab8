package io.onefold.segment.live;

import com.google.common.base.Suppliers;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.feed.Mention;
import io.onefold.kit.feed.SetAside;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.Beginnings;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.membership.Clocks;
import io.onefold.segment.membership.Erased;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.membership.Tried;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfileState;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates the audiences that a batch of changes touches, at the facts of now, and commits them with the batch's cursors. */
@ApplicationScoped
class LiveEvaluation implements FeedEffect<ChangedProfile> {
    private final Catalogs catalogs;
    private final Beginnings beginnings;
    private final KnownFacts facts;
    private final Instants instants;
    private final Timers timers;
    private final MembershipWriter writer;
    private final Overtaken overtaken;
    private final SetAside setAside;

    LiveEvaluation(
            Catalogs catalogs,
            Beginnings beginnings,
            KnownFacts facts,
            Instants instants,
            Timers timers,
            MembershipWriter writer,
            Overtaken overtaken,
            SetAside setAside) {
        this.catalogs = catalogs;
        this.beginnings = beginnings;
        this.facts = facts;
        this.instants = instants;
        this.timers = timers;
        this.writer = writer;
        this.overtaken = overtaken;
        this.setAside = setAside;
    }

    @Override
    public Prepared prepare(List<FeedBatch<ChangedProfile>> batches) {
        Map<UUID, Touch> touches = new LinkedHashMap<>();
        batches.stream()
                .flatMap(FeedBatch::changes)
                .forEach(change ->
                        touches.computeIfAbsent(change.profileId(), Touch::new).add(change));
        Set<String> workspaces = touches.values().stream().map(Touch::workspace).collect(Collectors.toSet());
        Ticks ticks = Ticks.of(batches);
        Clocks before = instants.read();
        Map<String, Catalog> present = beginnings.catalogs(workspaces, ticks.begun(before));
        // What a tick of the same batch makes due is found with the changes: their timers are not set yet.
        Clocks clocks = before.with(ticks.latest());
        List<Evaluated> evaluated = new ArrayList<>();
        Map<UUID, Erased> erased = new HashMap<>();
        for (Catalog catalog : present.values()) {
            erased.putAll(erased(catalog, touches.values(), clocks));
            List<Touch> some = touches.values().stream()
                    .filter(touch -> touch.workspace().equals(catalog.workspace()) && !touch.isErased())
                    .toList();
            if (!catalog.audiences().isEmpty() && !some.isEmpty()) {
                evaluated.addAll(evaluate(catalog, some, clocks));
            }
        }
        // Before the tick's cursor moves: when the clock is passed on, what was due by it is published. After the facts
        // of the batch are known, since these come before the tick.
        timers.fire(ticks, clocks, pairs(evaluated, erased.values()));
        // Beside the timers' own transactions, and not inside this batch's: what is evaluated there keeps rows locked.
        Tried tried = writer.attempt(evaluated);
        Set<UUID> audiences = present.values().stream()
                .flatMap(catalog -> catalog.ids().stream())
                .collect(Collectors.toSet());
        return tx -> {
            catalogs.requireCurrent(tx, present.values());
            if (!erased.isEmpty()) {
                setAside.forget(tx, ProfilesUpstream.FEED, new Mention(erased.keySet()));
                tx.afterCommit(() -> facts.forget(erased.keySet()));
            }
            overtaken.refuse(writer.write(tx, tried, erased, audiences::contains), touches.keySet());
        };
    }

    /** Their facts are not asked for: whatever they are, the erasure must not wait for them. */
    private static Map<UUID, Erased> erased(Catalog catalog, Collection<Touch> touches, Clocks clocks) {
        Map<UUID, Erased> erased = new HashMap<>();
        for (Touch touch : touches) {
            if (touch.isErased() && touch.workspace().equals(catalog.workspace())) {
                UUID id = touch.profileId();
                Instant instant = clocks.of(catalog.workspace(), id);
                erased.put(id, new Erased(catalog.workspace(), id, touch.version(), instant, catalog.names()));
            }
        }
        return erased;
    }

    private static Map<UUID, Set<UUID>> pairs(List<Evaluated> evaluated, Collection<Erased> erased) {
        Map<UUID, Set<UUID>> pairs = evaluated.stream()
                .collect(Collectors.groupingBy(
                        Evaluated::profileId,
                        HashMap::new,
                        Collectors.mapping(one -> one.subject().id(), Collectors.toSet())));
        erased.forEach(gone -> pairs.put(gone.profileId(), gone.audiences().keySet()));
        return pairs;
    }

    private List<Evaluated> evaluate(Catalog catalog, List<Touch> touches, Clocks clocks) {
        List<ChangedProfile> changes =
                touches.stream().flatMap(touch -> touch.changes().stream()).toList();
        Map<UUID, KnownProfile> profiles = facts.after(changes, catalog.wanted());
        List<Evaluated> evaluated = new ArrayList<>();
        for (Touch touch : touches) {
            KnownProfile profile = Objects.requireNonNull(
                    profiles.get(touch.profileId()), () -> "no facts of profile " + touch.profileId());
            evaluated.addAll(evaluate(catalog, touch, profile, clocks));
        }
        return evaluated;
    }

    static List<Evaluated> evaluate(Catalog catalog, Touch touch, KnownProfile profile, Clocks clocks) {
        List<Evaluated> evaluated = new ArrayList<>();
        @Nullable ProfileState read = null;
        Touch.Effect effect = Touch.Effect.NONE;
        Instant instant = Instant.EPOCH;
        for (Audience audience : catalog.audiences()) {
            ProfileState state = profile.of(audience.needs());
            if (endsLater(touch, state)) {
                continue;
            }
            if (state != read) {
                requireContained(touch, state);
                // Not kept with the evaluations: of a large profile the facts of each rule take much memory.
                Supplier<Facts> facts = Suppliers.memoize(state::facts);
                effect = touch.effect(catalog.wanted().codec(), facts);
                instant = instant(catalog.workspace(), touch.profileId(), effect, facts, clocks);
                read = state;
            }
            if (effect.concerns(audience)) {
                long version = Math.max(state.version(), touch.version());
                Origin origin = effect.origin(Evaluations.happened(audience, state), state.version() > touch.version());
                evaluated.add(Evaluations.of(audience, state, version, instant, origin));
            }
        }
        return evaluated;
    }

    /** By what the feed has told; only when that does not say what came, by when the last of what is known did. */
    private static Instant instant(
            String workspace, UUID profileId, Touch.Effect effect, Supplier<Facts> facts, Clocks clocks) {
        return effect.isTold()
                ? effect.notBefore(clocks.of(workspace, profileId))
                : clocks.instantFor(workspace, profileId, facts.get());
    }

    /**
     * What is no more at a later version has left by the change that ended it: that one will tell so, and knows why. Of what is ended by this
     * one nothing else need be told: that its id leads to somebody else again makes a version, and no item of its own.
     */
    private static boolean endsLater(Touch touch, ProfileState state) {
        return touch.exists() && !state.exists() && state.version() > touch.version();
    }

    private static void requireContained(Touch touch, ProfileState state) {
        if (state.version() > 0 && state.version() < touch.version()) {
            throw new FeedEffect.Again("profile " + touch.profileId() + " was read at a version before its change");
        }
    }
}
