package io.onefold.segment.membership;

import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.evaluation.Truth;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes what evaluations make of memberships, and publishes the differences in the same transaction. */
@ApplicationScoped
public class MembershipWriter {
    private final MembershipStore store;
    private final FeedLog log;

    MembershipWriter(MembershipStore store, FeedLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * The last step of a transaction, since the feed's heads stay locked to its end.
     *
     * @param evaluated at most one per profile and audience
     */
    public void write(Transaction tx, List<Evaluated> evaluated) {
        if (evaluated.isEmpty()) {
            return;
        }
        Map<MembershipStore.Key, Membership> rows = locked(tx, evaluated);
        TreeMap<MembershipStore.Key, Membership> written = new TreeMap<>();
        List<NewItem> items = new ArrayList<>();
        for (Evaluated one : evaluated) {
            MembershipStore.Key key = key(one);
            Membership row = rows.get(key);
            if (row == null) {
                continue;
            }
            row.advance(one).ifPresent(step -> {
                written.put(key, step.membership());
                step.changes().forEach(change -> items.add(MembershipCodec.item(one, change)));
            });
        }
        store.write(tx, written);
        log.append(tx, items);
    }

    private Map<MembershipStore.Key, Membership> locked(Transaction tx, List<Evaluated> evaluated) {
        SortedSet<MembershipStore.Key> needed = evaluated.stream()
                .filter(MembershipWriter::needsRow)
                .map(MembershipWriter::key)
                .collect(Collectors.toCollection(TreeSet::new));
        store.claim(tx, needed);
        SortedSet<MembershipStore.Key> all =
                evaluated.stream().map(MembershipWriter::key).collect(Collectors.toCollection(TreeSet::new));
        return store.lock(tx, all);
    }

    /**
     * Live results are all written, also of those who are no members: the row's version is what refuses an older result, such as a
     * filling's, and its instant tells what is late. A filling leaves no row of a profile that it does not let in: whatever comes live
     * after its scan is newer, and whatever came before has a row.
     */
    private static boolean needsRow(Evaluated one) {
        return !(one.origin() instanceof Origin.Filling) || one.history().at(one.instant()) == Truth.TRUE;
    }

    private static MembershipStore.Key key(Evaluated one) {
        return new MembershipStore.Key(one.profileId(), one.audienceId());
    }
}
