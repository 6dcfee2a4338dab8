package io.onefold.profile.erasure;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.sql.Transaction;
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

/** The erasures that came down the log, and whether the service's own feed still names somebody of them. */
@ApplicationScoped
class ErasureStore {
    /** The end of the feed is that of the first time: what is appended afterwards names nobody. */
    private static final String PUT = """
            insert into erasure (erasure_id, ordinal, workspace, request_time, profile_ids, record_ids, identifier_ids, namespaces, key_hash,
                feed_end, create_time)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (erasure_id) do nothing""";

    private static final String READ = """
            select cardinality(record_ids), cardinality(identifier_ids), wiped_time is not null
            from erasure
            where erasure_id = $1""";

    private static final String ALL = """
            select erasure_id, ordinal, workspace, request_time, profile_ids, record_ids, identifier_ids, namespaces, key_hash
            from erasure
            order by ordinal""";

    private static final String UNWIPED = """
            select erasure_id, workspace, profile_ids, record_ids, identifier_ids, feed_end
            from erasure
            where wiped_time is null
            order by create_time
            limit $1""";

    private static final String OPEN =
            "select workspace, count(*) from erasure where wiped_time is null group by workspace";

    private static final String WIPED = "update erasure set wiped_time = $2 where erasure_id = any($1)";

    /** How far an erasure is here. */
    record Known(int records, int identifiers, boolean wiped) {}

    /** What the feed may still name. */
    record Unwiped(
            UUID id,
            String workspace,
            Set<UUID> profileIds,
            Set<UUID> recordIds,
            Set<UUID> identifierIds,
            Map<Integer, Long> feedEnd) {
        /** What lies behind it is of those who came afterwards, be it under the same names. */
        boolean covers(FeedSweep.Item item) {
            return item.position() <= feedEnd.getOrDefault(item.partition(), 0L);
        }
    }

    /**
     * Whether it is new.
     *
     * @param feedEnd where the feed stands behind it
     */
    boolean put(Transaction tx, Erasure erasure, ConsistencyToken feedEnd, Instant now) {
        return tx.execute(
                        PUT,
                        erasure.id(),
                        erasure.ordinal(),
                        erasure.workspace(),
                        erasure.requestTime().atOffset(ZoneOffset.UTC),
                        erasure.profileIds().toArray(UUID[]::new),
                        erasure.recordIds().toArray(UUID[]::new),
                        erasure.identifierIds().toArray(UUID[]::new),
                        erasure.namespaces().toArray(String[]::new),
                        erasure.keyHash(),
                        feedEnd.encode(),
                        now.atOffset(ZoneOffset.UTC))
                > 0;
    }

    Optional<Known> read(Transaction tx, UUID id) {
        for (Row row : tx.query(READ, id)) {
            return Optional.of(new Known(row.getInteger(0), row.getInteger(1), row.getBoolean(2)));
        }
        return Optional.empty();
    }

    /** All there are, in the order of the log's. */
    List<Erasure> all(Transaction tx) {
        List<Erasure> all = new ArrayList<>();
        for (Row row : tx.query(ALL)) {
            all.add(new Erasure(
                    row.getUUID(0),
                    row.getLong(1),
                    row.getString(2),
                    row.getOffsetDateTime(3).toInstant(),
                    List.of(row.getArrayOfUUIDs(4)),
                    List.of(row.getArrayOfUUIDs(5)),
                    List.of(row.getArrayOfUUIDs(6)),
                    List.of(row.getArrayOfStrings(7)),
                    row.getString(8)));
        }
        return all;
    }

    /** Some of those that wait, the oldest first. */
    List<Unwiped> unwiped(Transaction tx, int most) {
        List<Unwiped> unwiped = new ArrayList<>();
        for (Row row : tx.query(UNWIPED, most)) {
            unwiped.add(new Unwiped(
                    row.getUUID(0),
                    row.getString(1),
                    Set.of(row.getArrayOfUUIDs(2)),
                    Set.of(row.getArrayOfUUIDs(3)),
                    Set.of(row.getArrayOfUUIDs(4)),
                    ConsistencyToken.decode(row.getString(5)).positions()));
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
