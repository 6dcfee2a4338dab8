package io.onefold.identity.resolve;

import io.onefold.domain.Bucket;
import io.onefold.domain.Identifier;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Identifiers and what leads from them to records. Its statements span buckets on purpose: a component has no one bucket. */
@ApplicationScoped
class IdentifierStore {
    private static final String READ = """
            select i.identifier_id, i.workspace, i.namespace, i.value, i.valid, i.holder, i.candidates, i.version
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
            join identifier i using (bucket, identifier_id)""";

    private static final String LOCK = """
            select i.identifier_id, i.workspace, i.namespace, i.value, i.valid, i.holder, i.candidates, i.version
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
            join identifier i using (bucket, identifier_id)
            order by i.bucket, i.identifier_id
            for no key update of i""";

    private static final String INSERT = """
            insert into identifier (bucket, identifier_id, workspace, namespace, value, valid, holder, candidates, version)
            select bucket, identifier_id, workspace, namespace, value, valid, null, '{}', 0
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[])
                as n(bucket, identifier_id, workspace, namespace, value, valid)
            order by bucket, identifier_id
            on conflict (bucket, identifier_id) do nothing""";

    private static final String UPDATE = """
            update identifier i
            set holder = n.holder, candidates = n.candidates::uuid[], version = n.version
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[])
                as n(bucket, identifier_id, holder, candidates, version)
            where i.bucket = n.bucket and i.identifier_id = n.identifier_id""";

    private static final String INSERT_LINKS = """
            insert into identifier_record (bucket, identifier_id, record_id, record_bucket)
            select bucket, identifier_id, record_id, record_bucket
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::smallint[])
                as n(bucket, identifier_id, record_id, record_bucket)
            order by bucket, identifier_id, record_id
            on conflict (bucket, identifier_id, record_id) do nothing""";

    private static final String FIRST_RECORDS = """
            select k.identifier_id, f.record_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
            cross join lateral (
                select l.record_id
                from identifier_record l
                join record r on r.bucket = l.record_bucket and r.record_id = l.record_id
                where l.bucket = k.bucket and l.identifier_id = k.identifier_id and r.minted_at < $3
                order by l.record_id
                limit 1) f""";

    private static final String CARRIED_ONLY_BY = """
            select i.identifier_id, i.workspace, i.namespace, i.value, i.valid, i.holder, i.candidates, i.version
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
            join identifier i using (bucket, identifier_id)
            where not exists (
                select from identifier_record l
                where l.bucket = k.bucket and l.identifier_id = k.identifier_id and l.record_id <> all($3))""";

    private static final String DELETE = """
            delete from identifier i
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, identifier_id)
            where i.bucket = n.bucket and i.identifier_id = n.identifier_id""";

    private static final String DELETE_LINKS = """
            delete from identifier_record l
            using unnest($1::smallint[], $2::uuid[], $3::uuid[]) as n(bucket, identifier_id, record_id)
            where l.bucket = n.bucket and l.identifier_id = n.identifier_id and l.record_id = n.record_id""";

    /** What a row that leads from an identifier to a record consists of. */
    record Link(UUID identifierId, UUID recordId) {}

    List<IdentifierRow> read(Transaction tx, Collection<UUID> ids) {
        return rows(tx, READ, ids);
    }

    /** Locks the rows in the order of their keys. */
    List<IdentifierRow> lock(Transaction tx, Collection<UUID> ids) {
        return rows(tx, LOCK, ids);
    }

    /** Those of some identifiers that no other records carry. */
    List<IdentifierRow> carriedOnlyBy(Transaction tx, Collection<UUID> ids, Collection<UUID> recordIds) {
        Keys keys = Keys.of(ids);
        return rows(tx.query(CARRIED_ONLY_BY, keys.buckets(), keys.ids(), recordIds.toArray(UUID[]::new)));
    }

    /** The first record, by id, of those minted before an instant that carry each of some identifiers; without any: absent. */
    Map<UUID, UUID> firstRecords(Transaction tx, Collection<UUID> ids, Instant mintedBefore) {
        Map<UUID, UUID> first = new HashMap<>();
        Keys keys = Keys.of(ids);
        tx.query(FIRST_RECORDS, keys.buckets(), keys.ids(), mintedBefore.atOffset(ZoneOffset.UTC))
                .forEach(row -> first.put(row.getUUID(0), row.getUUID(1)));
        return first;
    }

    void delete(Transaction tx, Collection<UUID> ids) {
        Keys keys = Keys.of(ids);
        tx.execute(DELETE, keys.buckets(), keys.ids());
    }

    void deleteLinks(Transaction tx, List<Link> links) {
        Keys keys = Keys.of(links.stream().map(Link::identifierId).toList());
        tx.execute(
                DELETE_LINKS,
                keys.buckets(),
                keys.ids(),
                links.stream().map(Link::recordId).toArray(UUID[]::new));
    }

    private static List<IdentifierRow> rows(Transaction tx, String sql, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Keys keys = Keys.of(ids);
        return rows(tx.query(sql, keys.buckets(), keys.ids()));
    }

    private static List<IdentifierRow> rows(RowSet<Row> found) {
        List<IdentifierRow> rows = new ArrayList<>(found.size());
        for (Row row : found) {
            rows.add(new IdentifierRow(
                    row.getUUID(0),
                    row.getString(1),
                    new Identifier(row.getString(2), row.getString(3), row.getBoolean(4)),
                    row.getUUID(5),
                    Arrays.asList(row.getArrayOfUUIDs(6)),
                    row.getLong(7)));
        }
        return rows;
    }

    void insert(Transaction tx, Collection<IdentifierRow> identifiers) {
        if (identifiers.isEmpty()) {
            return;
        }
        int n = identifiers.size();
        Keys keys =
                Keys.of(identifiers.stream().map(IdentifierRow::identifierId).toList());
        String[] workspaces = new String[n];
        String[] namespaces = new String[n];
        String[] values = new String[n];
        Boolean[] valid = new Boolean[n];
        int i = 0;
        for (IdentifierRow row : identifiers) {
            workspaces[i] = row.workspace();
            namespaces[i] = row.identifier().namespace();
            values[i] = row.identifier().value();
            valid[i] = row.identifier().valid();
            i++;
        }
        tx.execute(INSERT, keys.buckets(), keys.ids(), workspaces, namespaces, values, valid);
    }

    Uni<RowSet<Row>> update(Transaction tx, List<IdentifierRow> identifiers) {
        int n = identifiers.size();
        Keys keys =
                Keys.of(identifiers.stream().map(IdentifierRow::identifierId).toList());
        @Nullable UUID[] holders = new UUID[n];
        String[] candidates = new String[n];
        Long[] versions = new Long[n];
        for (int i = 0; i < n; i++) {
            IdentifierRow row = identifiers.get(i);
            holders[i] = row.holder();
            candidates[i] = row.candidates().stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
            versions[i] = row.version();
        }
        return tx.send(UPDATE, keys.buckets(), keys.ids(), holders, candidates, versions);
    }

    Uni<RowSet<Row>> insertLinks(Transaction tx, List<Link> links) {
        Keys keys = Keys.of(links.stream().map(Link::identifierId).toList());
        UUID[] records = links.stream().map(Link::recordId).toArray(UUID[]::new);
        Short[] recordBuckets =
                links.stream().map(link -> Bucket.of(link.recordId())).toArray(Short[]::new);
        return tx.send(INSERT_LINKS, keys.buckets(), keys.ids(), records, recordBuckets);
    }
}
