package io.onefold.identity.erasure;

import io.onefold.identity.change.Change;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.identity.change.IdentifierMove;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedSweep;
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
            insert into erasure (erasure_id, number, workspace, request_time, identifier_ids, changes, named_ids, feed_end, create_time)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String NAMING = """
            select erasure_id, number, changes, named_ids
            from erasure
            where named_ids && $1 and number > $2 and number <= $3
            order by number
            limit $4
            for no key update""";

    private static final String REWRITE = "update erasure set changes = $2, named_ids = $3 where erasure_id = $1";

    private static final String UNWIPED = """
            select erasure_id, number, workspace, identifier_ids, feed_end
            from erasure
            where wiped_time is null
            order by create_time
            limit $1""";

    private static final String OPEN =
            "select workspace, count(*) from erasure where wiped_time is null group by workspace";

    private static final String WIPED = "update erasure set wiped_time = $2 where erasure_id = any($1)";

    private static final String IS_WIPED =
            "select exists (select from erasure where erasure_id = $1 and wiped_time is not null)";

    /**
     * What the feed may still name.
     *
     * @param number its place in the order of erasures
     * @param feedEnd by partition: what lies behind it is of those who came afterwards, be it under the same names
     */
    record Unwiped(UUID id, long number, String workspace, Set<UUID> identifierIds, Map<Integer, Long> feedEnd) {
        boolean covers(FeedSweep.Item item) {
            return item.position() <= feedEnd.getOrDefault(item.partition(), 0L);
        }
    }

    /**
     * What an erasure changed.
     *
     * @param named the ids of the identifiers that it names in clear
     */
    record Told(UUID id, long number, List<byte[]> changes, List<UUID> named) {}

    /** The changes that an erasure made; empty when it was not done. */
    public Optional<List<byte[]>> changes(Transaction tx, UUID id) {
        for (Row row : tx.query(CHANGES, id)) {
            return Optional.of(bytes(row.get(Buffer[].class, 0)));
        }
        return Optional.empty();
    }

    /** Locks some erasures whose changes name one of the identifiers, in their order, from the one after a number on up to another one. */
    List<Told> lockNaming(Transaction tx, Collection<UUID> identifierIds, long after, long upTo, int most) {
        List<Told> told = new ArrayList<>();
        for (Row row : tx.query(NAMING, identifierIds.toArray(UUID[]::new), after, upTo, most)) {
            told.add(new Told(
                    row.getUUID(0),
                    row.getLong(1),
                    bytes(row.get(Buffer[].class, 2)),
                    List.of(row.getArrayOfUUIDs(3))));
        }
        return told;
    }

    void rewrite(Transaction tx, Told told) {
        tx.execute(REWRITE, told.id(), buffers(told.changes()), told.named().toArray(UUID[]::new));
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
     * @param number its place in the order of erasures
     * @param identifierIds all identifiers that nobody carries any more
     * @param changes what it changed
     * @param feedEnd where the feed stands behind these changes
     */
    public void put(
            Transaction tx,
            Erasure erasure,
            long number,
            Collection<UUID> identifierIds,
            List<Change> changes,
            ConsistencyToken feedEnd,
            Instant now) {
        tx.execute(
                PUT,
                erasure.id(),
                number,
                erasure.workspace(),
                erasure.requestTime().atOffset(ZoneOffset.UTC),
                identifierIds.toArray(UUID[]::new),
                buffers(changes.stream().map(ChangeCodec::bytes).toList()),
                changes.stream()
                        .flatMap(change -> change.identifiers().stream())
                        .map(IdentifierMove::identifierId)
                        .distinct()
                        .toArray(UUID[]::new),
                feedEnd.encode(),
                now.atOffset(ZoneOffset.UTC));
    }

    /** Some of those that wait, the oldest first. */
    List<Unwiped> unwiped(Transaction tx, int most) {
        List<Unwiped> unwiped = new ArrayList<>();
        for (Row row : tx.query(UNWIPED, most)) {
            unwiped.add(new Unwiped(
                    row.getUUID(0),
                    row.getLong(1),
                    row.getString(2),
                    Set.of(row.getArrayOfUUIDs(3)),
                    ConsistencyToken.decode(row.getString(4)).positions()));
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
