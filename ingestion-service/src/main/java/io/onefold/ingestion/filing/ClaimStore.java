package io.onefold.ingestion.filing;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Claims of event ids, kept for ever. */
@ApplicationScoped
public class ClaimStore {
    /**
     * One statement over many buckets, sorted: two transactions with the same ids meet in the same order, so that one waits for the other
     * and neither for both.
     */
    private static final String CLAIM = """
            insert into claim (bucket, event_id, state, record_id, content_hash)
            select * from unnest($1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[], $5::bigint[])
            on conflict (bucket, event_id) do nothing
            returning event_id""";

    private static final String READ = """
            select c.event_id, c.state, c.record_id, c.content_hash
            from unnest($1::smallint[], $2::uuid[]) as n(bucket, event_id)
            join claim c on c.bucket = n.bucket and c.event_id = n.event_id""";

    private static final String ERASE = """
            update claim c
            set state = 3, record_id = null, content_hash = 0
            from (
                select c.bucket, c.event_id
                from unnest($1::smallint[], $2::uuid[]) as n(bucket, event_id)
                join claim c using (bucket, event_id)
                order by c.bucket, c.event_id
                for no key update of c) as locked
            where c.bucket = locked.bucket and c.event_id = locked.event_id""";

    /** Those that nobody has claimed, in the order given. */
    public List<UUID> unclaimed(Transaction tx, List<UUID> eventIds) {
        Map<UUID, Claim> standing = read(tx, eventIds);
        return eventIds.stream().filter(id -> !standing.containsKey(id)).toList();
    }

    /** Claims events that were filed before this store was restored, by id with their records; gives those that nobody had claimed. */
    public Set<UUID> giveBack(Transaction tx, Map<UUID, UUID> recordsByEvent) {
        List<Claim> claims = new ArrayList<>();
        recordsByEvent.forEach((event, record) -> claims.add(Claim.returned(event, record)));
        return claim(tx, claims);
    }

    /** Of these events nothing is to be known but that they were seen. */
    public void erase(Transaction tx, List<UUID> eventIds) {
        if (!eventIds.isEmpty()) {
            tx.execute(ERASE, eventIds.stream().map(Bucket::of).toArray(Short[]::new), eventIds.toArray(UUID[]::new));
        }
    }

    /** Claims distinct ids; gives those that nobody had claimed before. */
    Set<UUID> claim(Transaction tx, Collection<Claim> claims) {
        Set<UUID> first = new HashSet<>();
        if (claims.isEmpty()) {
            return first;
        }
        List<Claim> sorted = claims.stream().sorted(Claim.ORDER).toList();
        int n = sorted.size();
        Short[] bucket = new Short[n];
        UUID[] eventId = new UUID[n];
        Short[] state = new Short[n];
        UUID[] recordId = new UUID[n];
        Long[] contentHash = new Long[n];
        for (int i = 0; i < n; i++) {
            Claim claim = sorted.get(i);
            bucket[i] = Bucket.of(claim.eventId());
            eventId[i] = claim.eventId();
            state[i] = claim.state().code();
            recordId[i] = claim.recordId();
            contentHash[i] = claim.contentHash();
        }
        for (Row row : tx.query(CLAIM, bucket, eventId, state, recordId, contentHash)) {
            first.add(row.getUUID(0));
        }
        return first;
    }

    /** The claims of ids that were claimed before, by id. */
    Map<UUID, Claim> read(Transaction tx, List<UUID> eventIds) {
        Map<UUID, Claim> claims = new HashMap<>();
        if (eventIds.isEmpty()) {
            return claims;
        }
        Short[] bucket = eventIds.stream().map(Bucket::of).toArray(Short[]::new);
        for (Row row : tx.query(READ, bucket, eventIds.toArray(UUID[]::new))) {
            UUID eventId = row.getUUID(0);
            claims.put(eventId, new Claim(eventId, Claim.State.of(row.getShort(1)), row.getUUID(2), row.getLong(3)));
        }
        return claims;
    }
}
