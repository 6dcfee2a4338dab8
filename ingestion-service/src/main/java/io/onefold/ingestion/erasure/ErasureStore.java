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
                (erasure_id, ordinal, workspace, request_time, record_ids, identifier_ids, namespaces, key_hash, consistency_token,
                told_again, create_time)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

    private static final String READ =
            "select consistency_token, wiped_time, key_hash, request_time from erasure where erasure_id = $1";

    private static final String UNWIPED = """
            select erasure_id, ordinal, workspace, record_ids, identifier_ids, namespaces, consistency_token, request_time, told_again
            from erasure
            where wiped_time is null
            order by create_time
            limit $1""";

    private static final String OPEN =
            "select workspace, count(*) from erasure where wiped_time is null group by workspace";

    private static final String WIPED = "update erasure set wiped_time = $2 where erasure_id = any($1)";

    /** How far an erasure is. */
    public record Progress(String consistencyToken, boolean wiped, String keyHash, Instant requestTime) {}

    /**
     * What is to be wiped.
     *
     * @param positions of the erasure, by partition: what lies behind them was let in after it
     * @param toldAgain the store had been restored: records that are not listed may be the person's as well
     */
    record Unwiped(
            UUID id,
            long ordinal,
            String workspace,
            Set<UUID> recordIds,
            Set<UUID> identifierIds,
            List<String> namespaces,
            Map<Integer, Long> positions,
            Instant requestTime,
            boolean toldAgain) {

        long lastPosition() {
            return positions.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }

        /** Whether an event stands in front of the erasure and is the person's. */
        boolean covers(FeedSweep.Item item, LoggedEventCodec.LoggedEvent event) {
            return item.position() <= positions.getOrDefault(item.partition(), 0L)
                    && (toldAgain ? isTheirsAfterARestore(event) : recordIds.contains(event.recordId()));
        }

        /** Between the restore and the reminder the door stood open. */
        private boolean isTheirsAfterARestore(LoggedEventCodec.LoggedEvent event) {
            return event.identifierIds().stream().anyMatch(identifierIds::contains)
                    || (recordIds.contains(event.recordId()) && !isLaterOwners(event));
        }

        /** The record's identifiers were shared, and it is another one's since some earlier erasure. */
        private boolean isLaterOwners(LoggedEventCodec.LoggedEvent event) {
            return event.afterErasure() > 0 && event.receiveTime().isAfter(requestTime);
        }

        boolean covers(QuarantineStore.Kept kept, Set<UUID> mentioned) {
            return kept.afterErasure() < ordinal && mentioned.stream().anyMatch(identifierIds::contains);
        }
    }

    void put(Transaction tx, Erasure erasure, long ordinal, String consistencyToken, boolean toldAgain, Instant now) {
        tx.execute(
                PUT,
                erasure.id(),
                ordinal,
                erasure.workspace(),
                erasure.requestTime().atOffset(ZoneOffset.UTC),
                erasure.recordIds().toArray(UUID[]::new),
                erasure.identifierIds().toArray(UUID[]::new),
                erasure.namespaces().toArray(String[]::new),
                erasure.keyHash(),
                consistencyToken,
                toldAgain,
                now.atOffset(ZoneOffset.UTC));
    }

    Optional<Progress> read(Transaction tx, UUID id) {
        for (Row row : tx.query(READ, id)) {
            OffsetDateTime wiped = row.getOffsetDateTime(1);
            return Optional.of(new Progress(
                    row.getString(0),
                    wiped != null,
                    row.getString(2),
                    row.getOffsetDateTime(3).toInstant()));
        }
        return Optional.empty();
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
                    Set.of(row.getArrayOfUUIDs(4)),
                    List.of(row.getArrayOfStrings(5)),
                    ConsistencyToken.decode(row.getString(6)).positions(),
                    row.getOffsetDateTime(7).toInstant(),
                    row.getBoolean(8)));
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
