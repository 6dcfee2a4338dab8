package io.onefold.identity.rebuild;

import io.onefold.domain.Bucket;
import io.onefold.identity.change.Cause;
import io.onefold.identity.change.Change;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.identity.change.ProfileDigest;
import io.onefold.identity.rebuild.CountStore.Kept;
import io.onefold.identity.rebuild.CountStore.Tally;
import io.onefold.identity.resolve.Gate;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.feed.Version;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Counts the records of every profile anew. Under a profile's lock no record comes to it or leaves it. */
@ApplicationScoped
class CountRebuild {
    static final String PROFILES = "profile";
    private static final int SLICE = 32;
    private static final int AT_ONCE = 500;

    private final Database database;
    private final CountStore store;
    private final Gate gate;
    private final FeedLog feed;
    private final FeedEpoch epoch;

    CountRebuild(Database database, CountStore store, Gate gate, FeedLog feed, FeedEpoch epoch) {
        this.database = database;
        this.store = store;
        this.gate = gate;
        this.feed = feed;
        this.epoch = epoch;
    }

    void rebuild(String workspace, RebuildProgress progress) throws InterruptedException {
        for (int first = 0; first < Bucket.COUNT; first += SLICE) {
            int from = first;
            Looked looked = database.snapshot(tx -> look(tx, workspace, from));
            progress.looked(PROFILES, looked.profiles, 0);
            for (int at = 0; at < looked.wrong.size(); at += AT_ONCE) {
                List<UUID> some = looked.wrong.subList(at, Math.min(at + AT_ONCE, looked.wrong.size()));
                progress.looked(PROFILES, 0, database.transaction(tx -> correct(tx, workspace, some)));
            }
        }
    }

    private record Looked(int profiles, List<UUID> wrong) {}

    private Looked look(Transaction tx, String workspace, int first) {
        List<Kept> kept = store.kept(tx, workspace, first, first + SLICE - 1);
        Map<UUID, Tally> owned = store.owned(tx, workspace, first, first + SLICE - 1);
        return new Looked(
                kept.size(), wrong(kept, owned).stream().map(Kept::profileId).toList());
    }

    private static List<Kept> wrong(List<Kept> kept, Map<UUID, Tally> owned) {
        return kept.stream()
                .filter(one -> !one.tally().equals(owned.getOrDefault(one.profileId(), Tally.NONE)))
                .toList();
    }

    private int correct(Transaction tx, String workspace, List<UUID> profileIds) {
        gate.together(tx, Set.of(workspace));
        List<Kept> kept = store.lock(tx, profileIds);
        Map<UUID, Tally> owned = store.ownedBy(tx, workspace, profileIds);
        List<Kept> right = wrong(kept, owned).stream()
                .map(one -> new Kept(
                        one.profileId(),
                        one.recordId(),
                        owned.getOrDefault(one.profileId(), Tally.NONE),
                        Version.after(one.version(), epoch.present())))
                .toList();
        if (!right.isEmpty()) {
            store.write(tx, right);
            Map<UUID, UUID> owners =
                    store.owners(tx, right.stream().map(Kept::recordId).toList());
            var unused = feed.append(
                    tx, right.stream().map(one -> item(workspace, one, owners)).toList());
        }
        return right.size();
    }

    private static NewItem item(String workspace, Kept now, Map<UUID, UUID> owners) {
        ProfileDigest digest = new ProfileDigest(
                now.profileId(),
                now.tally().count(),
                now.tally().hash(),
                now.tally().count() > 0 ? null : owners.get(now.recordId()),
                false);
        Change change = new Change(
                workspace, now.version(), Cause.REBUILD, 0, List.of(), List.of(), List.of(), List.of(digest));
        return new NewItem(Bucket.of(now.profileId()), workspace, now.profileId(), ChangeCodec.bytes(change));
    }
}
