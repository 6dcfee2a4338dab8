package io.onefold.profile.projection;

import io.onefold.domain.Identifier;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.feed.Version;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.change.ProfileChangeCodec;
import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.profile.ownership.Ownership;
import io.onefold.profile.ownership.OwnershipPlan;
import io.onefold.profile.state.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Files events and changes of identity, brings the profiles that they touch up to date and announces them: all in the caller's
 * transaction, so that nobody sees half of it. Whatever was applied before changes nothing.
 *
 * <p>Locks in the order of the whole suite: identifiers, owners of records, profiles, heads of the feed. What happens to a record is
 * ordered by its owner row; what happens to a profile by its own.
 */
@ApplicationScoped
public class Projector {
    private final Ownership ownership;
    private final RecordFolder folder;
    private final ProfileStore profiles;
    private final ProfileMembers members;
    private final FeedLog feed;
    private final FeedEpoch epoch;
    private final KnownNamespaces known;

    public Projector(
            Ownership ownership,
            RecordFolder folder,
            ProfileStore profiles,
            ProfileMembers members,
            FeedLog feed,
            FeedEpoch epoch,
            KnownNamespaces known) {
        this.ownership = ownership;
        this.folder = folder;
        this.profiles = profiles;
        this.members = members;
        this.feed = feed;
        this.epoch = epoch;
        this.known = known;
    }

    public void project(Transaction tx, List<FiledEvent> events, List<IdentityUpdate> updates) {
        Set<UUID> records = new TreeSet<>();
        events.forEach(event -> records.add(event.recordId()));
        OwnershipPlan plan = ownership.settle(tx, records, updates);
        folder.forget(tx, plan.erased());
        RecordFolder.Folded folded = folder.fold(
                tx,
                events.stream()
                        .filter(event -> plan.admits(event.recordId(), event.afterErasure()))
                        .toList(),
                plan.transfers().stream().map(OwnershipPlan.Transfer::recordId).toList());
        Map<UUID, Touch> touches = Touch.collect(plan, folded);
        if (!touches.isEmpty()) {
            announce(tx, settle(tx, steps(tx, touches, workspaces(updates))));
        }
    }

    /** Only a change of identity can name a profile that has no row yet. */
    private static Map<UUID, String> workspaces(List<IdentityUpdate> updates) {
        Map<UUID, String> workspaces = new HashMap<>();
        for (IdentityUpdate update : updates) {
            update.moves().forEach(move -> name(workspaces, move.to(), update));
            update.holdings().forEach(holding -> name(workspaces, holding.holder(), update));
            update.standings().forEach(standing -> name(workspaces, standing.profileId(), update));
        }
        return workspaces;
    }

    private static void name(Map<UUID, String> workspaces, @Nullable UUID profileId, IdentityUpdate update) {
        if (profileId != null) {
            workspaces.put(profileId, update.workspace());
        }
    }

    private List<ProfileStep> steps(Transaction tx, Map<UUID, Touch> touches, Map<UUID, String> workspaces) {
        workspaces.keySet().retainAll(touches.keySet());
        Map<UUID, ProfileRow> rows = profiles.lock(tx, touches.keySet(), workspaces);
        // After the profiles' locks: what other transactions added to their records before is committed, and is read.
        Map<UUID, ProfileState> anew = members.regroup(tx, touches);
        List<ProfileStep> steps = new ArrayList<>();
        touches.forEach((profileId, touch) -> {
            ProfileRow before = Objects.requireNonNull(rows.get(profileId), "a touched profile has a row");
            steps.add(ProfileStep.of(before, touch, anew.get(profileId)));
        });
        return steps;
    }

    /** Gives the steps that are changes their versions, with what the feed needs to know of identifiers. */
    private Settled settle(Transaction tx, List<ProfileStep> steps) {
        long present = epoch.present();
        Map<UUID, List<Identifier>> identifiers = members.identifiers(
                tx,
                steps.stream()
                        .filter(Announcement::mayChangeContact)
                        .map(step -> step.after().id())
                        .toList());
        List<ProfileStep> settled = new ArrayList<>();
        for (ProfileStep step : steps) {
            boolean isKnown = step.touch().changesIdentifiers()
                    ? known.anyOf(identifiers.getOrDefault(step.after().id(), List.of()))
                    : step.before().known();
            long last = step.before().version();
            settled.add(step.as(isKnown, step.isChange() ? Version.after(last, present) : last));
        }
        return new Settled(settled, identifiers);
    }

    private record Settled(List<ProfileStep> steps, Map<UUID, List<Identifier>> identifiers) {}

    private void announce(Transaction tx, Settled settled) {
        List<ProfileRow> news = settled.steps.stream()
                .filter(ProfileStep::isNews)
                .map(ProfileStep::after)
                .toList();
        if (!news.isEmpty()) {
            profiles.write(tx, news);
        }
        Map<UUID, List<UUID>> absorbed = absorbed(settled.steps);
        List<NewItem> items = settled.steps.stream()
                .filter(step -> step.isChange() && step.isVisible())
                .map(step -> Announcement.of(
                        step,
                        settled.identifiers.getOrDefault(step.after().id(), List.of()),
                        absorbed.getOrDefault(step.after().id(), List.of())))
                .map(ProfileChangeCodec::item)
                .toList();
        if (!items.isEmpty()) {
            feed.append(tx, items);
        }
    }

    private static Map<UUID, List<UUID>> absorbed(List<ProfileStep> steps) {
        Map<UUID, List<UUID>> absorbed = new HashMap<>();
        for (ProfileStep step : steps) {
            UUID now = step.after().resolvesTo();
            if (now != null && !now.equals(step.before().resolvesTo())) {
                absorbed.computeIfAbsent(now, id -> new ArrayList<>())
                        .add(step.after().id());
            }
        }
        return absorbed;
    }
}
