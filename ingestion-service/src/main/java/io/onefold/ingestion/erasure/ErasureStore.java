package io.onefold.ingestion.erasure;

import io.onefold.ingestion.quarantine.QuarantineStore;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The erasures that were asked for, and how far each is. Administrative: small, not distributed. */
@ApplicationScoped
public class ErasureStore {
    private static final String PUT = """
            insert into erasure
                (erasure_id, workspace, request_time, record_ids, identifier_ids, namespaces, consistency_token, told_again,
                create_time)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String READ = "select consistency_token, wiped_time from erasure where erasure_id = $1";

    private static final String UNWIPED = """
            select erasure_id, workspace, record_ids, identifier_ids, namespaces, consistency_token, create_time, request_time, told_again
            from erasure
            where wiped_time is null
            order by create_time
            limit $1""";

    private static final String OPEN =
            "select workspace, count(*) from erasure where wiped_time is null group by workspace";

    private static final String WIPED = "update erasure set wiped_time = $2 where erasure_id = any($1)";

    /** How far an erasure is. */
    public record Progress(String consistencyToken, boolean wiped) {}

    /**
     * What is to be wiped.
     *
     * @param positions of the erasure, by partition: what lies behind them was let in after it
     * @param createTime the same in real time
     * @param sparedFrom of an erasure that was told again: what was let in after an erasure and received later than this stays
     */
    record Unwiped(
            UUID id,
            String workspace,
            Set<UUID> recordIds,
            Set<UUID> identifierIds,
            List<String> namespaces,
            Map<Integer, Long> positions,
            Instant createTime,
            Optional<Instant> sparedFrom) {

        long lastPosition() {
            return positions.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }

        boolean spares(LoggedEventCodec.LoggedEvent event) {
            return event.afterErasure()
                    && sparedFrom
                            .filter(since -> event.receiveTime().isAfter(since))
                            .isPresent();
        }

        boolean covers(FeedSweep.Item item) {
            return recordIds.contains(item.subject())
                    && item.position() <= positions.getOrDefault(item.partition(), 0L);
        }

        boolean covers(QuarantineStore.Kept kept, Set<UUID> mentioned) {
            return !kept.receiveTime().isAfter(createTime) && mentioned.stream().anyMatch(identifierIds::contains);
        }
    }

    void put(Transaction tx, Erasure erasure, String consistencyToken, boolean toldAgain, Instant now) {
        tx.execute(
                PUT,
                erasure.id(),
                erasure.workspace(),
                erasure.requestTime().atOffset(ZoneOffset.UTC),
                erasure.recordIds().toArray(UUID[]::new),
                erasure.identifierIds().toArray(UUID[]::new),
                erasure.namespaces().toArray(String[]::new),
                consistencyToken,
                toldAgain,
                now.atOffset(ZoneOffset.UTC));
    }

    Optional<Progress> read(Transaction tx, UUID id) {
        for (Row row : tx.query(READ, id)) {
            OffsetDateTime wiped = row.getOffsetDateTime(1);
            return Optional.of(new Progress(row.getString(0), wiped != null));
        }
        return Optional.empty();
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
                    List.of(row.getArrayOfStrings(4)),
                    positions(row.getString(5)),
                    row.getOffsetDateTime(6).toInstant(),
                    Optional.of(row.getOffsetDateTime(7).toInstant()).filter(requested -> row.getBoolean(8))));
        }
        return unwiped;
    }

    private static Map<Integer, Long> positions(String consistencyToken) {
        return ConsistencyToken.decode(consistencyToken).feeds().values().stream()
                .findFirst()
                .map(ConsistencyToken.Positions::byPartition)
                .orElse(Map.of());
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
