package io.onefold.ingestion.door;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is refused, by keyed hash. Spans buckets as the identifiers of an event do. */
@ApplicationScoped
public class TombstoneStore {
    private static final String SHARED =
            "select pg_advisory_xact_lock_shared(hashtextextended('ingestion:erasure', 0))";

    private static final String ALONE = "select pg_advisory_xact_lock(hashtextextended('ingestion:erasure', 0))";

    private static final String READ = """
            select t.id, t.refuses, t.ordinal, t.erased_at, t.reopened_at, t.lost_until
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, id)
            join tombstone t using (bucket, id)""";

    /** Of an identifier that was erased before and opened again, the later erasure counts. A claim that was lost stays lost. */
    private static final String PUT = """
            insert into tombstone (bucket, id, erasure_id, ordinal, refuses, erased_at, lost_until)
            select bucket, id, $3, $4, $5, $6, $7
            from unnest($1::smallint[], $2::uuid[]) as n(bucket, id)
            order by bucket, id
            on conflict (bucket, id) do update
            set erasure_id = excluded.erasure_id, ordinal = excluded.ordinal, refuses = excluded.refuses, erased_at = excluded.erased_at,
                reopened_at = null, lost_until = greatest(tombstone.lost_until, excluded.lost_until)""";

    private static final String REOPEN = """
            update tombstone t
            set reopened_at = least(t.reopened_at, n.reopened_at)
            from unnest($1::smallint[], $2::uuid[], $3::timestamptz[]) as n(bucket, id, reopened_at)
            where t.bucket = n.bucket and t.id = n.id""";

    private static final String LAST = "select coalesce(max(ordinal), 0) from erasure";

    /** What one statement asks for. */
    private static final int AT_ONCE = 10_000;

    private static final String NAMESPACES = """
            select distinct unnest(namespaces)
            from erasure
            where workspace = $1""";

    /** Many file at once; whoever erases does so alone. The first lock of every transaction that files. Sends without waiting. */
    public void lockShared(Transaction tx) {
        tx.send(SHARED);
    }

    /** Waits for those who are filing; nobody files from here to the end of the transaction. */
    public void lockAlone(Transaction tx) {
        tx.query(ALONE);
    }

    /** Those of some identifiers and records that are there, by id. */
    public Map<UUID, Tombstone> read(Transaction tx, Collection<UUID> ids) {
        Map<UUID, Tombstone> found = new HashMap<>();
        List<UUID> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            found.putAll(readSome(tx, all.subList(from, Math.min(from + AT_ONCE, all.size()))));
        }
        return found;
    }

    private static Map<UUID, Tombstone> readSome(Transaction tx, List<UUID> ids) {
        Map<UUID, Tombstone> found = new HashMap<>();
        for (Row row : tx.query(READ, buckets(ids), ids.toArray(UUID[]::new))) {
            found.put(
                    row.getUUID(0),
                    new Tombstone(
                            row.getBoolean(1),
                            row.getLong(2),
                            row.getOffsetDateTime(3).toInstant(),
                            Optional.ofNullable(row.getOffsetDateTime(4)).map(OffsetDateTime::toInstant),
                            Optional.ofNullable(row.getOffsetDateTime(5)).map(OffsetDateTime::toInstant)));
        }
        return found;
    }

    /**
     * Remembers identifiers that were a person's alone: what carries them is refused.
     *
     * @param ordinal of the erasure
     * @param erasedAt when the person asked for it, by the clock of the events
     */
    public void putIdentifiers(Transaction tx, UUID erasureId, long ordinal, Collection<UUID> ids, Instant erasedAt) {
        put(tx, erasureId, ordinal, ids, true, erasedAt, false);
    }

    /**
     * Remembers a person's records: what is filed under them is marked.
     *
     * @param lost the store was restored, and the claims of what was wiped may be gone: what happened before the erasure is refused
     */
    public void putRecords(
            Transaction tx, UUID erasureId, long ordinal, Collection<UUID> ids, Instant erasedAt, boolean lost) {
        put(tx, erasureId, ordinal, ids, false, erasedAt, lost);
    }

    private static void put(
            Transaction tx,
            UUID erasureId,
            long ordinal,
            Collection<UUID> ids,
            boolean refuses,
            Instant erasedAt,
            boolean lost) {
        OffsetDateTime asked = erasedAt.atOffset(ZoneOffset.UTC);
        tx.execute(
                PUT, buckets(ids), ids.toArray(UUID[]::new), erasureId, ordinal, refuses, asked, lost ? asked : null);
    }

    /** From these event times on the identifiers are nobody's secret any more. */
    public void reopen(Transaction tx, Map<UUID, Instant> reopened) {
        if (reopened.isEmpty()) {
            return;
        }
        // In the order of the key, so that two that open the same ones do not wait for each other.
        List<UUID> ids = new ArrayList<>(reopened.keySet());
        ids.sort(Comparator.comparing(UUID::toString));
        tx.execute(
                REOPEN,
                buckets(ids),
                ids.toArray(UUID[]::new),
                ids.stream()
                        .map(id -> Optional.ofNullable(reopened.get(id))
                                .orElseThrow()
                                .atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
    }

    /** The ordinal of the latest erasure; 0: nobody was ever erased. */
    public long lastErasure(Transaction tx) {
        return tx.query(LAST).iterator().next().getLong(0);
    }

    /** The namespaces of all identifiers that were erased in a workspace. */
    public Set<String> namespaces(Transaction tx, String workspace) {
        Set<String> namespaces = new HashSet<>();
        for (Row row : tx.query(NAMESPACES, workspace)) {
            namespaces.add(row.getString(0));
        }
        return namespaces;
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
