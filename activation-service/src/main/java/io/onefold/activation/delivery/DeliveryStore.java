package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Cause;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The deliveries. */
@ApplicationScoped
public class DeliveryStore {
    private static final String CREATE = """
            insert into delivery (bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence, state,
                attempts, next_attempt_at, message_id, created_at, updated_at, kind, audience, effective_time, cause)
            select bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence, 'PENDING',
                0, $8, message_id, $8, $8, kind, audience, effective_time, cause
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::bigint[],
                    $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::text[])
                as n(bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence,
                    message_id, kind, audience, effective_time, cause)
            order by bucket, delivery_id
            on conflict (bucket, delivery_id) do nothing""";

    // Over a range of buckets: one index, in order of time, on one server. Shards want one bucket range each.
    private static final String TAKE = """
            select bucket, delivery_id, campaign_id, profile_id, workspace, audience, effective_time, cause, sequence, profile_version,
                attempts, message_id, state = 'SENDING', created_at
            from delivery
            where kind = $4 and next_attempt_at <= $1 and bucket between $2 and $3
            order by next_attempt_at
            limit 1
            for no key update skip locked""";

    private static final String NEXT = """
            select min(next_attempt_at)
            from delivery
            where kind = $3 and next_attempt_at is not null and bucket between $1 and $2""";

    private static final String SENDING = """
            update delivery
            set state = 'SENDING', attempts = attempts + 1, address = $3, next_attempt_at = $4, updated_at = $5
            where bucket = $1 and delivery_id = $2""";

    private static final String DEFER = """
            update delivery set next_attempt_at = $3, updated_at = $4 where bucket = $1 and delivery_id = $2""";

    private static final String SUPPRESS = """
            update delivery
            set state = 'SUPPRESSED', reason = $3, next_attempt_at = null, updated_at = $4
            where bucket = $1 and delivery_id = $2""";

    // Only what is still this attempt's: after the lease another runner may have taken it up.
    private static final String SENT = """
            update delivery
            set state = 'SENT', next_attempt_at = null, last_error = null, updated_at = $4
            where bucket = $1 and delivery_id = $2 and attempts = $3 and state = 'SENDING'""";

    private static final String RETRY = """
            update delivery
            set state = 'RETRYING', next_attempt_at = $4, last_error = $5, updated_at = $6
            where bucket = $1 and delivery_id = $2 and attempts = $3 and state = 'SENDING'""";

    private static final String BURY = """
            update delivery
            set state = 'DEAD', next_attempt_at = null, last_error = $4, updated_at = $5
            where bucket = $1 and delivery_id = $2 and attempts = $3 and next_attempt_at is not null""";

    /** Creates what is not there yet. */
    void create(Transaction tx, List<NewDelivery> deliveries, Instant now) {
        tx.execute(
                CREATE,
                array(deliveries, d -> Bucket.of(d.entry().profileId()), Short[]::new),
                array(deliveries, NewDelivery::id, UUID[]::new),
                array(deliveries, d -> d.entry().workspace(), String[]::new),
                array(deliveries, NewDelivery::campaignId, UUID[]::new),
                array(deliveries, d -> d.entry().profileId(), UUID[]::new),
                array(deliveries, d -> d.entry().profileVersion(), Long[]::new),
                array(deliveries, d -> d.entry().sequence(), Long[]::new),
                utc(now),
                array(deliveries, d -> DeliveryIds.messageId(d.id()), String[]::new),
                array(deliveries, NewDelivery::kind, String[]::new),
                array(deliveries, d -> d.entry().audience(), String[]::new),
                array(deliveries, d -> utc(d.entry().effectiveTime()), OffsetDateTime[]::new),
                array(deliveries, d -> d.entry().cause().name(), String[]::new));
    }

    private static <T> T[] array(List<NewDelivery> deliveries, Function<NewDelivery, T> part, IntFunction<T[]> make) {
        return deliveries.stream().map(part).toArray(make);
    }

    /** Locks one delivery that is due in a share; passes over what others hold. */
    public Optional<Delivery> take(Transaction tx, Instant now, Share share) {
        for (Row row : tx.query(TAKE, utc(now), share.firstBucket(), share.lastBucket(), share.kind())) {
            return Optional.of(delivery(row));
        }
        return Optional.empty();
    }

    private static Delivery delivery(Row row) {
        return new Delivery(
                row.getShort(0),
                row.getUUID(1),
                row.getUUID(2),
                row.getUUID(3),
                row.getString(4),
                row.getString(5),
                row.getOffsetDateTime(6).toInstant(),
                Cause.valueOf(row.getString(7)),
                row.getLong(8),
                row.getLong(9),
                row.getInteger(10),
                row.getString(11),
                row.getBoolean(12),
                row.getOffsetDateTime(13).toInstant());
    }

    /** When the next one is due; empty: nothing waits. */
    public Optional<Instant> next(Transaction tx, Share share) {
        OffsetDateTime next = tx.query(NEXT, share.firstBucket(), share.lastBucket(), share.kind())
                .iterator()
                .next()
                .getOffsetDateTime(0);
        return Optional.ofNullable(next).map(OffsetDateTime::toInstant);
    }

    public void sending(Transaction tx, Delivery delivery, String address, Instant leaseEnd, Instant now) {
        tx.execute(SENDING, delivery.bucket(), delivery.id(), address, utc(leaseEnd), utc(now));
    }

    public void defer(Transaction tx, Delivery delivery, Instant until, Instant now) {
        tx.execute(DEFER, delivery.bucket(), delivery.id(), utc(until), utc(now));
    }

    public void suppress(Transaction tx, Delivery delivery, String reason, Instant now) {
        tx.execute(SUPPRESS, delivery.bucket(), delivery.id(), reason, utc(now));
    }

    public void sent(Transaction tx, Delivery delivery, int attempt, Instant now) {
        tx.execute(SENT, delivery.bucket(), delivery.id(), attempt, utc(now));
    }

    public void retry(Transaction tx, Delivery delivery, int attempt, Instant at, String error, Instant now) {
        tx.execute(RETRY, delivery.bucket(), delivery.id(), attempt, utc(at), error, utc(now));
    }

    public void bury(Transaction tx, Delivery delivery, int attempt, String error, Instant now) {
        tx.execute(BURY, delivery.bucket(), delivery.id(), attempt, error, utc(now));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
