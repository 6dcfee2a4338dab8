package io.onefold.profile.rebuild;

import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.ownership.OwnerStore;
import io.onefold.profile.projection.MemberStore.Member;
import io.onefold.profile.projection.RecordStateStore;
import io.onefold.profile.rebuild.ProfileWalkStore.KeptRecord;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.StateCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Folds every record's timeline anew, and puts records back with the profiles that hold them. */
@ApplicationScoped
class RecordRebuild {
    static final String STATES = "record_state";
    static final String MEMBERS = "profile_record";
    private static final int CHUNK = 64;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final Database database;
    private final ProfileWalkStore walk;
    private final TimelineFold timelines;
    private final OwnerStore owners;
    private final RecordStateStore states;
    private final ReverseRows reverse;

    RecordRebuild(
            Database database,
            ProfileWalkStore walk,
            TimelineFold timelines,
            OwnerStore owners,
            RecordStateStore states,
            ReverseRows reverse) {
        this.database = database;
        this.walk = walk;
        this.timelines = timelines;
        this.owners = owners;
        this.states = states;
        this.reverse = reverse;
    }

    /** All states before all profiles: nobody ever merges states of which some are right and some are not. */
    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        UUID after = BEGINNING;
        boolean more = true;
        while (more) {
            UUID from = after;
            Looked looked = database.snapshot(tx -> look(tx, workspace, from));
            int corrected = looked.wrong.isEmpty() ? 0 : database.transaction(tx -> correct(tx, looked.wrong));
            progress.looked(STATES, looked.records, corrected);
            progress.looked(MEMBERS, looked.owned.size(), reverse.restoreRecords(looked.owned));
            after = looked.last;
            more = looked.more;
        }
    }

    /**
     * A piece of the walk, read in one snapshot: what is wrong in it is wrong, and nobody was kept waiting.
     *
     * @param records of the workspace
     * @param wrong those of them whose state is not the fold of their events
     * @param owned those of them that a profile holds
     */
    private record Looked(UUID last, boolean more, int records, List<UUID> wrong, List<Member> owned) {}

    private Looked look(Transaction tx, String workspace, UUID after) {
        List<KeptRecord> chunk = walk.records(tx, after, CHUNK);
        List<KeptRecord> ours = ours(tx, workspace, chunk);
        List<UUID> ids = ours.stream().map(KeptRecord::id).toList();
        Map<UUID, ProfileState> folded = timelines.fold(tx, ids);
        Map<UUID, byte[]> kept = walk.states(tx, ids);
        List<Member> owned = new ArrayList<>();
        for (KeptRecord record : ours) {
            if (record.owner() != null) {
                owned.add(new Member(record.owner(), record.id()));
            }
        }
        UUID last = chunk.isEmpty() ? after : chunk.get(chunk.size() - 1).id();
        return new Looked(
                last,
                chunk.size() == CHUNK,
                ids.size(),
                ids.stream()
                        .filter(id -> !isRight(kept.get(id), folded.get(id)))
                        .toList(),
                owned);
    }

    /** Of a record that is in no profile its first event says the workspace: nobody folds what is another's. */
    private List<KeptRecord> ours(Transaction tx, String workspace, List<KeptRecord> chunk) {
        Map<UUID, String> byOwner = walk.workspaces(
                tx,
                chunk.stream()
                        .map(KeptRecord::owner)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        Map<UUID, String> byEvent = timelines.workspaces(
                tx,
                chunk.stream()
                        .filter(record -> record.owner() == null)
                        .map(KeptRecord::id)
                        .toList());
        return chunk.stream()
                .filter(record -> workspace.equals(
                        record.owner() == null ? byEvent.get(record.id()) : byOwner.get(record.owner())))
                .toList();
    }

    private static boolean isRight(byte @Nullable [] kept, @Nullable ProfileState now) {
        return now == null ? kept == null : Arrays.equals(kept, StateCodec.encode(now));
    }

    /** Under the locks of the records' owner rows nothing else happens to them. */
    private int correct(Transaction tx, Collection<UUID> records) {
        var unused = owners.lock(tx, records);
        Map<UUID, ProfileState> folded = timelines.fold(tx, records);
        Map<UUID, byte[]> kept = walk.states(tx, records);
        Map<UUID, ProfileState> written = new HashMap<>();
        List<UUID> deleted = new ArrayList<>();
        for (UUID record : records) {
            ProfileState now = folded.get(record);
            if (!isRight(kept.get(record), now)) {
                if (now == null) {
                    deleted.add(record);
                } else {
                    written.put(record, now);
                }
            }
        }
        if (!written.isEmpty()) {
            states.write(tx, written);
        }
        if (!deleted.isEmpty()) {
            states.delete(tx, deleted);
        }
        return written.size() + deleted.size();
    }
}
