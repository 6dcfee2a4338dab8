package io.onefold.identity.resolve;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records and their owners. */
@ApplicationScoped
class RecordStore {
    private static final String READ = """
            select r.record_id, r.workspace, r.identifier_ids, r.minted_profile_id, r.minted_at, r.profile_id, r.version, r.first_seen,
                r.last_matters
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            join record r using (bucket, record_id)""";

    /** Spans buckets, as a component does: the links say in which bucket each record lies. */
    private static final String READ_LINKED = """
            select r.record_id, r.workspace, r.identifier_ids, r.minted_profile_id, r.minted_at, r.profile_id, r.version, r.first_seen,
                r.last_matters
            from (
                select distinct l.record_bucket, l.record_id
                from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
                join identifier_record l using (bucket, identifier_id)) as d(bucket, record_id)
            join record r using (bucket, record_id)""";

    /** Whoever decides where a record belongs waits for those who write its evidence, and the other way round. */
    private static final String LOCK_LINKED_AND_NAMED = """
            select r.record_id, r.workspace, r.identifier_ids, r.minted_profile_id, r.minted_at, r.profile_id, r.version, r.first_seen,
                r.last_matters
            from (
                select l.record_bucket, l.record_id
                from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
                join identifier_record l using (bucket, identifier_id)
                union
                select * from unnest($3::smallint[], $4::uuid[])) as d(bucket, record_id)
            join record r using (bucket, record_id)
            order by r.bucket, r.record_id
            for no key update of r""";

    private static final String LOCK_TO_ADD_EVIDENCE = """
            select r.record_id, r.workspace, r.identifier_ids, r.minted_profile_id, r.minted_at, r.profile_id, r.version, r.first_seen,
                r.last_matters
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            join record r using (bucket, record_id)
            order by r.bucket, r.record_id
            for share of r""";

    /** A record without linking identifiers is guarded by no lock: whoever comes second finds it there. */
    private static final String INSERT = """
            insert into record (bucket, record_id, workspace, identifier_ids, minted_profile_id, minted_at, profile_id, version, first_seen,
                last_matters)
            select bucket, record_id, workspace, identifier_ids::uuid[], minted_profile_id, minted_at, profile_id, version, first_seen,
                last_matters
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[], $7::uuid[], $8::bigint[],
                $9::timestamptz[], $10::boolean[])
                as n(bucket, record_id, workspace, identifier_ids, minted_profile_id, minted_at, profile_id, version, first_seen,
                    last_matters)
            order by bucket, record_id
            on conflict (bucket, record_id) do nothing
            returning record_id""";

    private static final String UPDATE = """
            update record r
            set profile_id = n.profile_id, version = n.version, first_seen = n.first_seen, last_matters = n.last_matters
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::boolean[])
                as n(bucket, record_id, profile_id, version, first_seen, last_matters)
            where r.bucket = n.bucket and r.record_id = n.record_id""";

    private static final String OF_BUCKET = """
            select record_id, workspace
            from record
            where bucket = $1 and record_id > $2
            order by record_id
            limit $3""";

    private static final String DELETE = """
            delete from record r
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, record_id)
            where r.bucket = n.bucket and r.record_id = n.record_id""";

    /** A record's place in a walk through all of them. */
    record Listed(UUID recordId, String workspace) {}

    List<RecordRow> read(Transaction tx, Collection<UUID> ids) {
        return rows(tx, READ, ids);
    }

    /** The records that carry some of the identifiers. */
    List<RecordRow> readLinked(Transaction tx, Collection<UUID> identifierIds) {
        return rows(tx, READ_LINKED, identifierIds);
    }

    /** Locks, in the order of their keys, the records that carry some of the identifiers, and those named. */
    List<RecordRow> lockLinkedAndNamed(Transaction tx, Collection<UUID> identifierIds, Collection<UUID> recordIds) {
        Keys linked = Keys.of(identifierIds);
        Keys named = Keys.of(recordIds);
        return rows(tx.query(LOCK_LINKED_AND_NAMED, linked.buckets(), linked.ids(), named.buckets(), named.ids()));
    }

    List<RecordRow> lockToAddEvidence(Transaction tx, Collection<UUID> ids) {
        return rows(tx, LOCK_TO_ADD_EVIDENCE, ids);
    }

    private static List<RecordRow> rows(Transaction tx, String sql, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Keys keys = Keys.of(ids);
        return rows(tx.query(sql, keys.buckets(), keys.ids()));
    }

    private static List<RecordRow> rows(RowSet<Row> found) {
        List<RecordRow> rows = new ArrayList<>(found.size());
        found.forEach(row -> rows.add(row(row)));
        return rows;
    }

    private static RecordRow row(Row row) {
        OffsetDateTime firstSeen = row.getOffsetDateTime(7);
        return new RecordRow(
                row.getUUID(0),
                row.getString(1),
                Arrays.asList(row.getArrayOfUUIDs(2)),
                row.getUUID(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getUUID(5),
                row.getLong(6),
                firstSeen == null ? null : firstSeen.toInstant(),
                row.getBoolean(8));
    }

    /** Gives the ids of those that were not there yet. */
    Uni<RowSet<Row>> insert(Transaction tx, List<RecordRow> records) {
        int n = records.size();
        Short[] buckets = new Short[n];
        UUID[] ids = new UUID[n];
        String[] workspaces = new String[n];
        String[] identifierIds = new String[n];
        UUID[] minted = new UUID[n];
        OffsetDateTime[] mintedAt = new OffsetDateTime[n];
        for (int i = 0; i < n; i++) {
            RecordRow record = records.get(i);
            buckets[i] = Bucket.of(record.recordId());
            ids[i] = record.recordId();
            workspaces[i] = record.workspace();
            // unnest would flatten an array of arrays, so each one travels as PostgreSQL writes it.
            identifierIds[i] =
                    record.identifierIds().toString().replace('[', '{').replace(']', '}');
            minted[i] = record.mintedProfileId();
            mintedAt[i] = record.mintedAt().atOffset(ZoneOffset.UTC);
        }
        Judged judged = Judged.of(records);
        return tx.send(
                INSERT,
                buckets,
                ids,
                workspaces,
                identifierIds,
                minted,
                mintedAt,
                judged.profiles,
                judged.versions,
                judged.firstSeen,
                judged.lastMatters);
    }

    Uni<RowSet<Row>> update(Transaction tx, List<RecordRow> records) {
        Keys keys = Keys.of(records.stream().map(RecordRow::recordId).toList());
        Judged judged = Judged.of(records);
        return tx.send(
                UPDATE,
                keys.buckets(),
                keys.ids(),
                judged.profiles,
                judged.versions,
                judged.firstSeen,
                judged.lastMatters);
    }

    void delete(Transaction tx, Collection<UUID> ids) {
        Keys keys = Keys.of(ids);
        tx.execute(DELETE, keys.buckets(), keys.ids());
    }

    List<Listed> ofBucket(Transaction tx, short bucket, UUID after, int limit) {
        List<Listed> listed = new ArrayList<>();
        for (Row row : tx.query(OF_BUCKET, bucket, after, limit)) {
            listed.add(new Listed(row.getUUID(0), row.getString(1)));
        }
        return listed;
    }

    /** The projections of some records, column by column. */
    private record Judged(
            @Nullable UUID[] profiles,
            Long[] versions,
            @Nullable OffsetDateTime[] firstSeen,
            Boolean[] lastMatters) {

        static Judged of(List<RecordRow> records) {
            int n = records.size();
            Judged judged = new Judged(new UUID[n], new Long[n], new OffsetDateTime[n], new Boolean[n]);
            for (int i = 0; i < n; i++) {
                RecordRow record = records.get(i);
                Instant firstSeen = record.firstSeen();
                judged.profiles[i] = record.profileId();
                judged.versions[i] = record.version();
                judged.firstSeen[i] = firstSeen == null ? null : firstSeen.atOffset(ZoneOffset.UTC);
                judged.lastMatters[i] = record.lastMatters();
            }
            return judged;
        }
    }
}
