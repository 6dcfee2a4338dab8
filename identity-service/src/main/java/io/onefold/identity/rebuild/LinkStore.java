package io.onefold.identity.rebuild;

import io.onefold.domain.Bucket;
import io.onefold.kit.rebuild.Stretch;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Records with their identifiers, which are truths, and the way back from identifiers to records. */
@ApplicationScoped
class LinkStore {
    // Every page ends with its stretch of buckets, however few rows of the workspace there are.
    private static final String RECORDS = """
            select record_id, identifier_ids
            from record
            where workspace = $1 and (bucket, record_id) > ($2, $3) and bucket <= $4
            order by bucket, record_id
            limit $5""";

    private static final String IDENTIFIERS_OF = """
            select r.record_id, r.identifier_ids
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            join record r using (bucket, record_id)""";

    private static final String LINKS = """
            select l.identifier_id, l.record_id, l.record_bucket
            from identifier_record l
            join identifier i using (bucket, identifier_id)
            where i.workspace = $1 and (l.bucket, l.identifier_id, l.record_id) > ($2, $3, $4) and l.bucket <= $5
                and i.bucket between $2 and $5
            order by l.bucket, l.identifier_id, l.record_id
            limit $6""";

    private static final String AMONG = """
            select l.identifier_id, l.record_id, l.record_bucket
            from unnest($1::smallint[], $2::uuid[], $3::uuid[]) as k(bucket, identifier_id, record_id)
            join identifier_record l using (bucket, identifier_id, record_id)""";

    private static final String LOCK_IDENTIFIERS = """
            select i.identifier_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
            join identifier i using (bucket, identifier_id)
            order by i.bucket, i.identifier_id
            for no key update of i""";

    private static final String PUT = """
            insert into identifier_record (bucket, identifier_id, record_id, record_bucket)
            select bucket, identifier_id, record_id, record_bucket
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::smallint[])
                as n(bucket, identifier_id, record_id, record_bucket)
            order by bucket, identifier_id, record_id
            on conflict (bucket, identifier_id, record_id) do update set record_bucket = excluded.record_bucket""";

    private static final String DELETE = """
            delete from identifier_record l
            using unnest($1::smallint[], $2::uuid[], $3::uuid[]) as n(bucket, identifier_id, record_id)
            where l.bucket = n.bucket and l.identifier_id = n.identifier_id and l.record_id = n.record_id""";

    /** That a record carries an identifier; the bucket is what the row says of the record's. */
    record Link(UUID identifierId, UUID recordId, short recordBucket) {
        static Link of(UUID identifierId, UUID recordId) {
            return new Link(identifierId, recordId, Bucket.of(recordId));
        }
    }

    /** A record with its identifiers. */
    record Carrier(UUID recordId, List<UUID> identifierIds) {}

    /** The records of a workspace within a stretch, in order of bucket and id. */
    List<Carrier> records(Transaction tx, String workspace, Stretch at, int limit) {
        List<Carrier> records = new ArrayList<>();
        tx.query(RECORDS, workspace, at.bucket(), at.after(), at.lastBucket(), limit)
                .forEach(row -> records.add(new Carrier(row.getUUID(0), identifiers(row))));
        return records;
    }

    /** The identifiers of some records; one that is not there is absent. */
    Map<UUID, Set<UUID>> identifiersOf(Transaction tx, Collection<UUID> recordIds) {
        Map<UUID, Set<UUID>> carried = new HashMap<>();
        tx.query(
                        IDENTIFIERS_OF,
                        recordIds.stream().map(Bucket::of).toArray(Short[]::new),
                        recordIds.toArray(UUID[]::new))
                .forEach(row -> carried.put(row.getUUID(0), new HashSet<>(identifiers(row))));
        return carried;
    }

    private static List<UUID> identifiers(Row row) {
        return Arrays.asList(row.getArrayOfUUIDs(1));
    }

    /**
     * The links of a workspace's identifiers within a stretch of these.
     *
     * @param record of the stretch's first identifier, those after this one
     */
    List<Link> links(Transaction tx, String workspace, Stretch at, UUID record, int limit) {
        return links(tx.query(LINKS, workspace, at.bucket(), at.after(), record, at.lastBucket(), limit));
    }

    /** Those of some links that are there. */
    List<Link> among(Transaction tx, List<Link> links) {
        return links(tx.query(AMONG, buckets(links), identifiers(links), recordIds(links)));
    }

    private static List<Link> links(Iterable<Row> rows) {
        List<Link> links = new ArrayList<>();
        rows.forEach(row -> links.add(new Link(row.getUUID(0), row.getUUID(1), row.getShort(2))));
        return links;
    }

    /** Nobody links a record to these identifiers, or away from them, until the transaction ends. */
    void lock(Transaction tx, List<Link> links) {
        List<UUID> ids = links.stream().map(Link::identifierId).distinct().toList();
        tx.query(LOCK_IDENTIFIERS, ids.stream().map(Bucket::of).toArray(Short[]::new), ids.toArray(UUID[]::new));
    }

    void put(Transaction tx, List<Link> links) {
        tx.execute(
                PUT,
                buckets(links),
                identifiers(links),
                recordIds(links),
                links.stream().map(Link::recordBucket).toArray(Short[]::new));
    }

    void delete(Transaction tx, List<Link> links) {
        tx.execute(DELETE, buckets(links), identifiers(links), recordIds(links));
    }

    private static Short[] buckets(List<Link> links) {
        return links.stream().map(link -> Bucket.of(link.identifierId)).toArray(Short[]::new);
    }

    private static UUID[] identifiers(List<Link> links) {
        return links.stream().map(Link::identifierId).toArray(UUID[]::new);
    }

    private static UUID[] recordIds(List<Link> links) {
        return links.stream().map(Link::recordId).toArray(UUID[]::new);
    }
}
