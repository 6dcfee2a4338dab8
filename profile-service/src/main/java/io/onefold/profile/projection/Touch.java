package io.onefold.profile.projection;

import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.ownership.OwnershipPlan;
import io.onefold.profile.ownership.OwnershipPlan.HolderChange;
import io.onefold.profile.ownership.OwnershipPlan.Standing;
import io.onefold.profile.state.ProfileState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one transaction does to one profile. Collected by {@link #collect}, then only read. */
final class Touch {
    /** States of new events, and of records that came from no profile: their events are news to this one. */
    final List<ProfileState> added = new ArrayList<>();
    /** States of records that came from another profile. */
    final List<ProfileState> merged = new ArrayList<>();

    /** The events of {@link #added}, as far as they are at hand. */
    final List<FiledEvent> events = new ArrayList<>();

    final List<UUID> came = new ArrayList<>();
    final List<UUID> left = new ArrayList<>();
    /** Records that stay, without what was filed under them. */
    final List<UUID> emptied = new ArrayList<>();

    final List<HolderChange> gained = new ArrayList<>();
    final List<HolderChange> lost = new ArrayList<>();

    @Nullable
    Standing standing;

    private Touch() {}

    static Map<UUID, Touch> collect(OwnershipPlan plan, RecordFolder.Folded folded) {
        Map<UUID, Touch> touches = new HashMap<>();
        Map<UUID, ProfileState> staying = new HashMap<>(folded.added());
        for (OwnershipPlan.Transfer transfer : plan.transfers()) {
            staying.remove(transfer.recordId());
            UUID from = transfer.from();
            UUID to = transfer.to();
            if (from != null) {
                of(touches, from).left.add(transfer.recordId());
            }
            if (to != null) {
                Touch touch = of(touches, to);
                touch.came.add(transfer.recordId());
                (from == null ? touch.added : touch.merged).add(folded.wholeOf(transfer.recordId()));
                if (from == null) {
                    touch.events.addAll(folded.freshOf(transfer.recordId()));
                }
            }
        }
        staying.forEach((record, state) -> {
            UUID owner = plan.ownerOf(record);
            if (owner != null) {
                Touch touch = of(touches, owner);
                touch.added.add(state);
                touch.events.addAll(folded.freshOf(record));
            }
        });
        plan.emptied().forEach((record, owner) -> of(touches, owner).emptied.add(record));
        for (HolderChange change : plan.holders()) {
            UUID from = change.from();
            UUID to = change.now().profileId();
            if (from != null && change.isTransfer()) {
                of(touches, from).lost.add(change);
            }
            if (to != null && change.isTransfer()) {
                of(touches, to).gained.add(change);
            }
        }
        plan.standings().forEach((profile, standing) -> of(touches, profile).standing = standing);
        return touches;
    }

    private static Touch of(Map<UUID, Touch> touches, UUID profileId) {
        return touches.computeIfAbsent(profileId, id -> new Touch());
    }

    boolean changesIdentifiers() {
        return !gained.isEmpty() || !lost.isEmpty();
    }

    boolean changesRecords() {
        return !came.isEmpty() || hasLosses();
    }

    /** Whether something was taken away, so that the whole is to be merged anew. */
    boolean hasLosses() {
        return !left.isEmpty() || !emptied.isEmpty();
    }
}
