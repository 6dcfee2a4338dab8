package io.onefold.profile.rebuild;

import io.onefold.kit.rebuild.Projections;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.rebuild.StateDigest;
import io.onefold.kit.rebuild.Stretch;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.rebuild.ProfileWalkStore.KeptRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What this service derives: states out of timelines, and profiles out of states and of what identity says. */
@ApplicationScoped
class ProfileProjections implements Projections {
    private static final int PIECE = 500;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final ProfileWalkStore walk;
    private final MemberStore members;
    private final RecordRebuild records;
    private final ProfileRebuild profiles;

    ProfileProjections(ProfileWalkStore walk, MemberStore members, RecordRebuild records, ProfileRebuild profiles) {
        this.walk = walk;
        this.members = members;
        this.records = records;
        this.profiles = profiles;
    }

    @Override
    public void digest(Transaction tx, String workspace, StateDigest digest) {
        digest.projection(RecordRebuild.STATES)
                .projection(RecordRebuild.MEMBERS)
                .projection(ProfileRebuild.HELD)
                .projection(ProfileRebuild.PROFILES);
        digestRecords(tx, workspace, digest);
        digestProfiles(tx, workspace, digest);
    }

    /** A record that is in no profile is in no workspace either, as far as this can be told without reading its events. */
    private void digestRecords(Transaction tx, String workspace, StateDigest digest) {
        UUID after = BEGINNING;
        List<KeptRecord> piece;
        do {
            piece = walk.records(tx, after, PIECE);
            Map<UUID, String> workspaces = walk.workspaces(
                    tx,
                    piece.stream()
                            .map(KeptRecord::owner)
                            .filter(Objects::nonNull)
                            .distinct()
                            .toList());
            walk.states(
                            tx,
                            piece.stream()
                                    .filter(record ->
                                            record.owner() != null && workspace.equals(workspaces.get(record.owner())))
                                    .map(KeptRecord::id)
                                    .toList())
                    .forEach((record, state) -> digest.row(RecordRebuild.STATES, record, state));
            after = piece.isEmpty() ? after : piece.get(piece.size() - 1).id();
        } while (piece.size() == PIECE);
    }

    private void digestProfiles(Transaction tx, String workspace, StateDigest digest) {
        Stretch at = Stretch.FIRST;
        while (at.exists()) {
            List<KeptProfile> piece = walk.profiles(tx, workspace, at, PIECE);
            List<UUID> ids = piece.stream().map(KeptProfile::id).toList();
            members.records(tx, ids)
                    .forEach((profile, all) ->
                            all.forEach(record -> digest.row(RecordRebuild.MEMBERS, profile, record)));
            walk.held(tx, ids)
                    .forEach(held -> digest.row(
                            ProfileRebuild.HELD,
                            held.profileId(),
                            held.identifierId(),
                            held.identifier().namespace(),
                            held.identifier().value()));
            for (KeptProfile kept : piece) {
                digest.row(
                        ProfileRebuild.PROFILES,
                        kept.id(),
                        kept.existing(),
                        kept.known(),
                        kept.resolvesTo(),
                        kept.erased(),
                        kept.eventCount(),
                        kept.enrichingEventCount(),
                        kept.lastEventTime(),
                        kept.state());
            }
            at = piece.size() == PIECE ? at.after(piece.get(PIECE - 1).id()) : at.next();
        }
    }

    @Override
    public void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        records.rebuild(workspace, progress);
        profiles.rebuildProfiles(workspace, progress);
        profiles.rebuildHolders(workspace, progress);
    }
}
