package io.onefold.identity.erasure;

import io.onefold.kit.sql.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The erasures that were done, and whether the feed still names somebody of them. */
@ApplicationScoped
public class ErasureStore {
    private static final String CHANGES = "select changes from erasure where erasure_id = $1";

    private static final String PUT = """
            insert into erasure (erasure_id, workspace, request_time, identifier_ids, changes, feed_end, create_time)
            values ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String CHANGES_OF_WORKSPACES =
            "select erasure_id, changes from erasure where workspace = any($1)";

    private static final String REWRITE = "update erasure set changes = $2 where erasure_id = $1";

    private static final String UNWIPED = """
            select erasure_id, workspace, identifier_ids, feed_end
            from erasure
            where wiped_time is null
            order by create_time
            limit $1""";

    private static final String OPEN =
            "select workspace, count(*) from erasure where wiped_time is null group by workspace";

    private static final String WIPED = "update erasure set wiped_time = $2 where erasure_id = any($1)";

    private static final String IS_WIPED =
            "select exists (select from erasure where erasure_id = $1 and wiped_time is not null)";

    /** What the feed may still name. */
    record Unwiped(UUID id, String workspace, Set<UUID> identifierIds, long feedEnd) {}

    /** The changes that an erasure made; empty when it was not done. */
    public Optional<List<byte[]>> changes(Transaction tx, UUID id) {
        for (Row row : tx.query(CHANGES, id)) {
            return Optional.of(bytes(row.get(Buffer[].class, 0)));
        }
        return Optional.empty();
    }

    /** The changes of all erasures of some workspaces, by erasure. */
    Map<UUID, List<byte[]>> changes(Transaction tx, Collection<String> workspaces) {
        Map<UUID, List<byte[]>> changes = new HashMap<>();
        for (Row row : tx.query(CHANGES_OF_WORKSPACES, (Object) workspaces.toArray(String[]::new))) {
            changes.put(row.getUUID(0), bytes(row.get(Buffer[].class, 1)));
        }
        return changes;
    }

    void rewrite(Transaction tx, UUID id, List<byte[]> changes) {
        tx.execute(REWRITE, id, buffers(changes));
    }

    private static List<byte[]> bytes(Buffer[] buffers) {
        return Stream.of(buffers).map(Buffer::getBytes).toList();
    }

    private static Buffer[] buffers(List<byte[]> bytes) {
        return bytes.stream().map(Buffer::buffer).toArray(Buffer[]::new);
    }

    boolean isWiped(Transaction tx, UUID id) {
        return tx.query(IS_WIPED, id).iterator().next().getBoolean(0);
    }

    /**
     * @param identifierIds all identifiers that nobody carries any more
     * @param changes what it changed
     * @param feedEnd no item beyond this position names one of them
     */
    public void put(
            Transaction tx,
            Erasure erasure,
            Collection<UUID> identifierIds,
            List<byte[]> changes,
            long feedEnd,
            Instant now) {
        tx.execute(
                PUT,
                erasure.id(),
                erasure.workspace(),
                erasure.requestTime().atOffset(ZoneOffset.UTC),
                identifierIds.toArray(UUID[]::new),
                buffers(changes),
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

    /** How many of each workspace wait to be wiped. */
    Map<String, Long> open(Transaction tx) {
        Map<String, Long> open = new HashMap<>();
        tx.query(OPEN).forEach(row -> open.put(row.getString(0), row.getLong(1)));
        return open;
    }

    void wiped(Transaction tx, Collection<UUID> ids, Instant now) {
        tx.execute(WIPED, ids.toArray(UUID[]::new), now.atOffset(ZoneOffset.UTC));
    }
}
