package io.onefold.activation.list;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The files that were planned. */
@ApplicationScoped
class ListFileStore {
    /** One planner of a destination at a time. */
    private static final String LOCK = """
            select files, next_file_at
            from destination_run
            where destination_id = $1
            for no key update""";

    private static final String NUMBER = """
            update destination_run set files = $2, next_file_at = $3 where destination_id = $1""";

    private static final String PLANNED = """
            select number, name, attempts, next_attempt_at
            from list_file
            where destination_id = $1 and state = 'PLANNED'""";

    private static final String PLAN = """
            insert into list_file (destination_id, number, name, state, rows, attempts, next_attempt_at, created_at, updated_at)
            values ($1, $2, $3, 'PLANNED', $4, 0, $5, $5, $5)""";

    private static final String ADD_ROWS = """
            insert into list_change (destination_id, number, ordinal, delivery_id, action, email_sha256, audience, effective_time, sequence,
                campaign_id, bucket, profile_id)
            select $1, $2, ordinal, delivery_id, action, email_sha256, audience, effective_time, sequence, campaign_id, bucket, profile_id
            from unnest($3::integer[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::bigint[],
                    $10::uuid[], $11::smallint[], $12::uuid[])
                as n(ordinal, delivery_id, action, email_sha256, audience, effective_time, sequence, campaign_id, bucket, profile_id)""";

    private static final String ROWS = """
            select delivery_id, action, email_sha256, audience, effective_time, sequence, campaign_id, profile_id
            from list_change
            where destination_id = $1 and number = $2
            order by ordinal""";

    private static final String BEGIN = """
            update list_file
            set attempts = attempts + 1, next_attempt_at = $3, updated_at = $4
            where destination_id = $1 and number = $2""";

    private static final String WRITTEN = """
            update list_file
            set state = 'WRITTEN', next_attempt_at = null, last_error = null, updated_at = $3
            where destination_id = $1 and number = $2 and state = 'PLANNED'""";

    private static final String ANSWERED =
            "update destination_run set failures = 0 where destination_id = $1 and failures > 0";

    private static final String COUNT_FAILURE = """
            update destination_run set failures = failures + 1 where destination_id = $1 returning failures""";

    private static final String IS_STILL = """
            select 1
            from list_file
            where destination_id = $1 and number = $2 and state = 'PLANNED' and attempts = $3 and next_attempt_at > $4
            for no key update""";

    private static final String DROP = """
            update list_file
            set state = 'DROPPED', next_attempt_at = null, updated_at = $3
            where destination_id = $1 and number = $2 and state = 'PLANNED'""";

    private static final String DROP_ROWS = """
            delete from list_change where destination_id = $1 and number = $2""";

    private static final String FAILED = """
            update list_file
            set next_attempt_at = $3, last_error = $4, updated_at = $5
            where destination_id = $1 and number = $2 and state = 'PLANNED'""";

    /** How far a destination has come. */
    record Standing(long files, Instant nextFileAt) {}

    /** A file that is not written yet. */
    record Planned(long number, String name, int attempts, Instant nextAttemptAt) {}

    Optional<Standing> lock(Transaction tx, UUID destination) {
        for (Row row : tx.query(LOCK, destination)) {
            return Optional.of(
                    new Standing(row.getLong(0), row.getOffsetDateTime(1).toInstant()));
        }
        return Optional.empty();
    }

    Optional<Planned> planned(Transaction tx, UUID destination) {
        for (Row row : tx.query(PLANNED, destination)) {
            return Optional.of(new Planned(
                    row.getLong(0),
                    row.getString(1),
                    row.getInteger(2),
                    row.getOffsetDateTime(3).toInstant()));
        }
        return Optional.empty();
    }

    void plan(Transaction tx, UUID destination, long number, String name, List<ListChange> rows, Instant now) {
        tx.execute(PLAN, destination, number, name, rows.size(), utc(now));
        tx.execute(
                ADD_ROWS,
                destination,
                number,
                IntStream.range(0, rows.size()).boxed().toArray(Integer[]::new),
                array(rows, ListChange::deliveryId, UUID[]::new),
                array(rows, ListChange::action, String[]::new),
                array(rows, ListChange::emailSha256, String[]::new),
                array(rows, ListChange::audience, String[]::new),
                array(rows, row -> utc(row.effectiveTime()), OffsetDateTime[]::new),
                array(rows, ListChange::sequence, Long[]::new),
                array(rows, ListChange::campaignId, UUID[]::new),
                array(rows, row -> Bucket.of(row.profileId()), Short[]::new),
                array(rows, ListChange::profileId, UUID[]::new));
    }

    /** The next file has this number or a higher one, and is not planned before the instant. */
    void goOn(Transaction tx, UUID destination, long files, Instant nextFileAt) {
        tx.execute(NUMBER, destination, files, utc(nextFileAt));
    }

    List<ListChange> begin(Transaction tx, UUID destination, long number, Instant leaseEnd, Instant now) {
        tx.execute(BEGIN, destination, number, utc(leaseEnd), utc(now));
        List<ListChange> rows = new ArrayList<>();
        for (Row row : tx.query(ROWS, destination, number)) {
            rows.add(new ListChange(
                    row.getUUID(0),
                    row.getString(1).equals("add"),
                    row.getString(2),
                    row.getString(3),
                    row.getOffsetDateTime(4).toInstant(),
                    row.getLong(5),
                    row.getUUID(6),
                    row.getUUID(7)));
        }
        return rows;
    }

    /** What stands on the list stays known; the rows have gone out. */
    void written(Transaction tx, UUID destination, long number, Instant now) {
        tx.execute(WRITTEN, destination, number, utc(now));
        tx.execute(DROP_ROWS, destination, number);
        tx.execute(ANSWERED, destination);
    }

    /** Whether a file is still planned, and the attempt in its time; nobody else takes it before the transaction ends. */
    boolean isStill(Transaction tx, UUID destination, long number, int attempt, Instant now) {
        return tx.query(IS_STILL, destination, number, attempt, utc(now)).size() > 0;
    }

    /** It will not be written. */
    void drop(Transaction tx, UUID destination, long number, Instant now) {
        tx.execute(DROP, destination, number, utc(now));
        tx.execute(DROP_ROWS, destination, number);
    }

    /** How often in a row no file could be written. */
    int countFailure(Transaction tx, UUID destination) {
        return tx.query(COUNT_FAILURE, destination).iterator().next().getInteger(0);
    }

    void failed(Transaction tx, UUID destination, long number, Instant again, String error, Instant now) {
        tx.execute(FAILED, destination, number, utc(again), error, utc(now));
    }

    private static <V> V[] array(List<ListChange> rows, Function<ListChange, V> part, IntFunction<V[]> make) {
        return rows.stream().map(part).toArray(make);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
