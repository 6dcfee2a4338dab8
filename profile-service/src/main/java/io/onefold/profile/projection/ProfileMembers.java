package io.onefold.profile.projection;

import io.onefold.domain.Identifier;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.ownership.OwnershipPlan.HolderChange;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import io.onefold.profile.state.ProfileState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Keeps the records and identifiers of profiles, and merges anew the profiles that lost a record. */
@ApplicationScoped
class ProfileMembers {
    private final MemberStore members;
    private final RecordStateStore states;

    ProfileMembers(MemberStore members, RecordStateStore states) {
        this.members = members;
        this.states = states;
    }

    /** Writes who came and left; gives the states, merged anew, of the profiles that a record left. */
    Map<UUID, ProfileState> regroup(Transaction tx, Map<UUID, Touch> touches) {
        List<Uni<?>> sent = new ArrayList<>();
        List<Member> came = members(touches, touch -> touch.came);
        List<Member> left = members(touches, touch -> touch.left);
        List<HeldIdentifier> gained = held(touches, touch -> touch.gained);
        List<HeldIdentifier> lost = held(touches, touch -> touch.lost);
        if (!left.isEmpty()) {
            sent.add(members.removeRecords(tx, left));
        }
        if (!came.isEmpty()) {
            sent.add(members.addRecords(tx, came));
        }
        if (!lost.isEmpty()) {
            sent.add(members.removeIdentifiers(tx, lost));
        }
        if (!gained.isEmpty()) {
            sent.add(members.addIdentifiers(tx, gained));
        }
        if (!sent.isEmpty()) {
            Transaction.await(Uni.combine().all().unis(sent).discardItems());
        }
        return mergeAnew(
                tx,
                touches.keySet().stream().filter(id -> hasLosses(touches, id)).toList());
    }

    private static boolean hasLosses(Map<UUID, Touch> touches, UUID profileId) {
        Touch touch = touches.get(profileId);
        return touch != null && touch.hasLosses();
    }

    Map<UUID, List<Identifier>> identifiers(Transaction tx, Collection<UUID> profileIds) {
        return members.identifiers(tx, profileIds);
    }

    /** Two statements and no join: records and profiles are in buckets of their own. */
    private Map<UUID, ProfileState> mergeAnew(Transaction tx, List<UUID> profileIds) {
        Map<UUID, List<UUID>> records = members.records(tx, profileIds);
        Map<UUID, ProfileState> parts =
                states.read(tx, records.values().stream().flatMap(List::stream).toList());
        Map<UUID, ProfileState> merged = new HashMap<>();
        for (UUID profileId : profileIds) {
            merged.put(
                    profileId,
                    ProfileState.mergeAll(records.getOrDefault(profileId, List.of()).stream()
                            .map(record -> parts.getOrDefault(record, ProfileState.EMPTY))
                            .toList()));
        }
        return merged;
    }

    private static List<Member> members(Map<UUID, Touch> touches, Function<Touch, List<UUID>> which) {
        return touches.entrySet().stream()
                .flatMap(e -> which.apply(e.getValue()).stream().map(record -> new Member(e.getKey(), record)))
                .toList();
    }

    private static List<HeldIdentifier> held(Map<UUID, Touch> touches, Function<Touch, List<HolderChange>> which) {
        return touches.entrySet().stream()
                .flatMap(e -> which.apply(e.getValue()).stream()
                        .map(change -> new HeldIdentifier(e.getKey(), change.identifierId(), change.identifier())))
                .toList();
    }
}
