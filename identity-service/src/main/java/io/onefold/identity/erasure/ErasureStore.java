package io.onefold.identity.erasure;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The erasures that were done, and whether the feed still names somebody of them. */
@ApplicationScoped
public class ErasureStore {
    private static final String IS_DONE = "select exists (select from erasure where erasure_id = $1)";

    private static final String PUT = """
            insert into erasure (erasure_id, workspace, request_time, identifier_ids, feed_end, create_time)
            values ($1, $2, $3, $4, $5, $6)""";

    private static final String UNWIPED = """
            select erasure_id, workspace, identifier_ids, feed_end
            from erasure
            where wiped_time is null
            order by create_time
            limit $1""";

    private static final String WIPED = "update erasure set wiped_time = $2 where erasure_id = any($1)";

    private static final String IS_WIPED =
            "select exists (select from erasure where erasure_id = $1 and wiped_time is not null)";

    /** What the feed may still name. */
    record Unwiped(UUID id, String workspace, Set<UUID> identifierIds, long feedEnd) {}

    public boolean isDone(Transaction tx, UUID id) {
        return tx.query(IS_DONE, id).iterator().next().getBoolean(0);
    }

    boolean isWiped(Transaction tx, UUID id) {
        return tx.query(IS_WIPED, id).iterator().next().getBoolean(0);
    }

    /**
     * @param identifierIds all identifiers that nobody carries any more
     * @param feedEnd no item beyond this position names one of them
     */
    public void put(Transaction tx, Erasure erasure, Collection<UUID> identifierIds, long feedEnd, Instant now) {
        tx.execute(
                PUT,
                erasure.id(),
                erasure.workspace(),
                erasure.requestTime().atOffset(ZoneOffset.UTC),
                identifierIds.toArray(UUID[]::new),
                feedEnd,
                now.atOffset(ZoneOffset.UTC));
    }

    /** Some of those that wait, the oldest first. */
    List<Unwiped> unwiped(Transaction tx, int most) {
        List<Unwiped> unwiped = new ArrayList<>();
        for (Row row : tx.query(UNWIPED, most)) {
            unwiped.add(new Unwiped(row.getUUID(0), row.getString(1), Set.of(row.getArrayOfUUIDs(2)), row.getLong(3)));
        }
        return unwiped;
    }

    void wiped(Transaction tx, Collection<UUID> ids, Instant now) {
        tx.execute(WIPED, ids.toArray(UUID[]::new), now.atOffset(ZoneOffset.UTC));
    }
}
