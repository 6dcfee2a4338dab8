package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Cause;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The deliveries. */
@ApplicationScoped
public class DeliveryStore {
    private static final String CREATE = """
            insert into delivery (bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence, state,
                attempts, next_attempt_at, message_id, created_at, updated_at, kind, audience, effective_time, cause, entered)
            select bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence, 'PENDING',
                0, $8, message_id, $8, $8, kind, audience, effective_time, cause, entered
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::bigint[],
                    $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::text[], $14::boolean[])
                as n(bucket, delivery_id, workspace, campaign_id, profile_id, profile_version, sequence,
                    message_id, kind, audience, effective_time, cause, entered)
            order by bucket, delivery_id
            on conflict (bucket, delivery_id) do nothing""";

    // A campaign that is paused, or whose destination is away or disabled, is not looked at at all. A few rows: one for
    // each campaign.
    private static final String WAITING = """
            select c.campaign_id, c.destination_id, greatest(d.next_attempt_at, r.not_before)
            from campaign_run c
            join destination_run r on r.destination_id = c.destination_id and r.disabled_because is null
            cross join lateral (
                select next_attempt_at
                from delivery
                where campaign_id = c.campaign_id and next_attempt_at is not null and bucket between $2 and $3
                order by next_attempt_at
                limit 1) as d
            where c.kind = $1 and c.running
            order by 3""";

    // Over a range of buckets: one index, in order of time, on one server. Shards want one bucket range each.
    private static final String TAKE = """
            select bucket, delivery_id, campaign_id, profile_id, workspace, audience, effective_time, cause, sequence, profile_version,
                attempts, message_id, state = 'SENDING', created_at, entered, unreached, unreached_since, attempted_at
            from delivery
            where campaign_id = $4 and next_attempt_at <= $1 and bucket between $2 and $3
            order by next_attempt_at
            limit 1
            for no key update skip locked""";

    private static final String SENDING = """
            update delivery
            set state = 'SENDING', attempts = attempts + 1, address = $3, next_attempt_at = $4, updated_at = $5, attempted_at = $5
            where bucket = $1 and delivery_id = $2""";

    private static final String DEFER = """
            update delivery
            set next_attempt_at = $3, updated_at = $4, last_error = coalesce($5, last_error)
            where bucket = $1 and delivery_id = $2""";

    // It came to nothing here, and whatever it is must not stop what is behind it.
    private static final String SET_BACK = """
            update delivery
            set next_attempt_at = $3, last_error = case when erased then last_error else $4 end, updated_at = $5
            where bucket = $1 and delivery_id = $2 and next_attempt_at is not null""";

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
            set state = 'RETRYING', next_attempt_at = $4, last_error = $5, updated_at = $6, unreached_since = null
            where bucket = $1 and delivery_id = $2 and attempts = $3 and state = 'SENDING'""";

    // The number of attempts stays: it tells this attempt from a later one.
    private static final String UNREACHED = """
            update delivery
            set state = 'RETRYING', next_attempt_at = $4, last_error = $5, updated_at = $6,
                unreached = unreached + 1, unreached_since = coalesce(unreached_since + make_interval(secs => $7), $6)
            where bucket = $1 and delivery_id = $2 and attempts = $3 and state = 'SENDING'""";

    private static final String BURY = """
            update delivery
            set state = 'DEAD', next_attempt_at = null, last_error = $4, updated_at = $5
            where bucket = $1 and delivery_id = $2 and attempts = $3 and next_attempt_at is not null""";

    // Of what is under way the outcome is still to come. An exit that a webhook waits for is the guard's to decide on:
    // who was told of an entry by
    // id may be told of the exit. A profile's are found in its bucket.
    private static final String FORGET = """
            update delivery d
            set erased = true,
                address = case when kind = 'webhook' then address end,
                last_error = case when last_error is not null then $5 end,
                state = case when state in ('PENDING', 'RETRYING') and (kind = 'smtp' or entered) then 'SUPPRESSED' else state end,
                reason = case when state in ('PENDING', 'RETRYING') and (kind = 'smtp' or entered) then $3 else reason end,
                next_attempt_at = case
                    when state in ('PENDING', 'RETRYING') and (kind = 'smtp' or entered) then null
                    else next_attempt_at
                end,
                updated_at = $4
            from (
                select bucket, delivery_id, state as was
                from delivery
                join unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id) using (bucket, profile_id)
                where not erased
                order by bucket, delivery_id
                for no key update of delivery) as locked
            where d.bucket = locked.bucket and d.delivery_id = locked.delivery_id
            returning d.campaign_id, d.state = 'SUPPRESSED' and locked.was <> 'SUPPRESSED'""";

    private static final String HOLD =
            "select erased from delivery where bucket = $1 and delivery_id = $2 for no key update";

    // A campaign's are found by the index of what is due; a large backlog is counted up to a bound.
    private static final String OPEN = """
            select c.campaign_id, count(*)
            from campaign_run c
            cross join lateral (
                select from delivery
                where campaign_id = c.campaign_id and next_attempt_at is not null
                limit $1) as d
            group by c.campaign_id""";

    /** More of one campaign are not counted. */
    private static final int MOST_COUNTED = 100_000;

    private final Runnable news;
    private final DeliveryMetrics metrics;

    DeliveryStore(Wakeups wakeups, DeliveryMetrics metrics) {
        this.metrics = metrics;
        this.news = () -> wakeups.signal(Wakeups.Topic.WORK);
    }

    /** Creates what is not there yet; the commit wakes who delivers. */
    void create(Transaction tx, List<NewDelivery> deliveries, Instant now) {
        tx.afterCommit(news);
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
                array(deliveries, d -> d.entry().cause().name(), String[]::new),
                array(deliveries, d -> d.entry().entered(), Boolean[]::new));
    }

    private static <T> T[] array(List<NewDelivery> deliveries, Function<NewDelivery, T> part, IntFunction<T[]> make) {
        return deliveries.stream().map(part).toArray(make);
    }

    /** When the deliveries of a campaign are due first. */
    public record Waiting(UUID campaign, UUID destination, Instant due) {}

    /** The campaigns of a share that have something to deliver, the one that is due first before the others. */
    public List<Waiting> waiting(Transaction tx, Share share) {
        List<Waiting> waiting = new ArrayList<>();
        for (Row row : tx.query(WAITING, share.kind(), share.firstBucket(), share.lastBucket())) {
            waiting.add(new Waiting(
                    row.getUUID(0), row.getUUID(1), row.getOffsetDateTime(2).toInstant()));
        }
        return waiting;
    }

    /** Locks one delivery of a campaign that is due in a share; passes over what others hold. */
    public Optional<Delivery> take(Transaction tx, UUID campaign, Instant now, Share share) {
        for (Row row : tx.query(TAKE, utc(now), share.firstBucket(), share.lastBucket(), campaign)) {
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
                row.getBoolean(14),
                row.getOffsetDateTime(6).toInstant(),
                Cause.named(row.getString(7)),
                row.getLong(8),
                row.getLong(9),
                row.getInteger(10),
                row.getString(11),
                row.getBoolean(12),
                row.getOffsetDateTime(13).toInstant(),
                row.getInteger(15),
                Optional.ofNullable(row.getOffsetDateTime(16)).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime(17)).map(OffsetDateTime::toInstant));
    }

    public void sending(Transaction tx, Delivery delivery, String address, Instant leaseEnd, Instant now) {
        tx.execute(SENDING, delivery.bucket(), delivery.id(), address, utc(leaseEnd), utc(now));
    }

    /** Looked at again later, without an attempt; says why when that is worth knowing. */
    public void defer(Transaction tx, Delivery delivery, Instant until, Optional<String> why, Instant now) {
        tx.execute(
                DEFER,
                delivery.bucket(),
                delivery.id(),
                utc(until),
                utc(now),
                why.map(DeliveryStore::storable).orElse(null));
    }

    /** After a failure of this service's own. */
    public void setBack(Transaction tx, Delivery delivery, Instant until, String why, Instant now) {
        tx.execute(SET_BACK, delivery.bucket(), delivery.id(), utc(until), storable(why), utc(now));
    }

    /** How many deliveries of each campaign have not come to their end; of one without any nothing is said. */
    Map<UUID, Long> open(Transaction tx) {
        Map<UUID, Long> open = new HashMap<>();
        tx.query(OPEN, MOST_COUNTED).forEach(row -> open.put(row.getUUID(0), row.getLong(1)));
        return open;
    }

    public void suppress(Transaction tx, Delivery delivery, String reason, Instant now) {
        tx.execute(SUPPRESS, delivery.bucket(), delivery.id(), reason, utc(now));
        metrics.ended(tx, delivery.campaignId(), DeliveryMetrics.End.SUPPRESSED, reason);
    }

    /** Nothing personal is left of what went, or was to go, to some persons; what waits ends for a reason. */
    public void forget(Transaction tx, Collection<UUID> profiles, String reason, Instant now) {
        for (Row row : tx.query(
                FORGET,
                profiles.stream().map(Bucket::of).toArray(Short[]::new),
                profiles.toArray(UUID[]::new),
                reason,
                utc(now),
                Outcome.NOT_KEPT)) {
            if (row.getBoolean(1)) {
                metrics.ended(tx, row.getUUID(0), DeliveryMetrics.End.SUPPRESSED, reason);
            }
        }
    }

    /** Whether the person was erased; if not, not before the transaction ends. */
    public boolean holdErased(Transaction tx, Delivery delivery) {
        for (Row row : tx.query(HOLD, delivery.bucket(), delivery.id())) {
            return row.getBoolean(0);
        }
        return false;
    }

    public void sent(Transaction tx, Delivery delivery, int attempt, Instant now) {
        if (tx.execute(SENT, delivery.bucket(), delivery.id(), attempt, utc(now)) > 0) {
            metrics.ended(tx, delivery.campaignId(), DeliveryMetrics.End.SENT, "");
        }
    }

    /** Whether it still was this attempt's. */
    public boolean retry(Transaction tx, Delivery delivery, int attempt, Instant at, String error, Instant now) {
        return tx.execute(RETRY, delivery.bucket(), delivery.id(), attempt, utc(at), storable(error), utc(now)) > 0;
    }

    /**
     * The attempt handed nothing over. Whether it still was this attempt's.
     *
     * @param idle how much of the time before it does not count
     */
    public boolean unreached(
            Transaction tx, Delivery delivery, int attempt, Instant at, String error, Duration idle, Instant now) {
        return tx.execute(
                        UNREACHED,
                        delivery.bucket(),
                        delivery.id(),
                        attempt,
                        utc(at),
                        storable(error),
                        utc(now),
                        (double) idle.toSeconds())
                > 0;
    }

    /** Whether it still was this attempt's. */
    public boolean bury(Transaction tx, Delivery delivery, int attempt, String error, Instant now) {
        boolean own = tx.execute(BURY, delivery.bucket(), delivery.id(), attempt, storable(error), utc(now)) > 0;
        if (own) {
            metrics.ended(tx, delivery.campaignId(), DeliveryMetrics.End.DEAD, "");
        }
        return own;
    }

    /** What PostgreSQL takes: an answer of somebody else may hold anything. */
    private static String storable(String text) {
        return text.replace('\0', ' ');
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
