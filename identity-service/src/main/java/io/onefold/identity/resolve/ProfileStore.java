package io.onefold.identity.resolve;

import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Every profile id that was ever minted. */
@ApplicationScoped
class ProfileStore {
    private static final String READ = """
            select p.profile_id, p.workspace, p.record_id, p.record_count, p.record_hash, p.version
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join profile p using (bucket, profile_id)""";

    private static final String LOCK = """
            select p.profile_id, p.workspace, p.record_id, p.record_count, p.record_hash, p.version
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join profile p using (bucket, profile_id)
            order by p.bucket, p.profile_id
            for no key update of p""";

    private static final String INSERT = """
            insert into profile (bucket, profile_id, workspace, record_id, record_count, record_hash, version)
            select bucket, profile_id, workspace, record_id, record_count, record_hash, version
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::uuid[], $5::integer[], $6::uuid[], $7::bigint[])
                as n(bucket, profile_id, workspace, record_id, record_count, record_hash, version)""";

    private static final String UPDATE = """
            update profile p
            set record_count = n.record_count, record_hash = n.record_hash, version = n.version
            from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::uuid[], $5::bigint[])
                as n(bucket, profile_id, record_count, record_hash, version)
            where p.bucket = n.bucket and p.profile_id = n.profile_id""";

    private static final String DELETE = """
            delete from profile p
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id)
            where p.bucket = n.bucket and p.profile_id = n.profile_id""";

    List<ProfileRow> read(Transaction tx, Collection<UUID> ids) {
        return rows(tx, READ, ids);
    }

    List<ProfileRow> lock(Transaction tx, Collection<UUID> ids) {
        return rows(tx, LOCK, ids);
    }

    private static List<ProfileRow> rows(Transaction tx, String sql, Collection<UUID> ids) {
        List<ProfileRow> rows = new ArrayList<>(ids.size());
        if (ids.isEmpty()) {
            return rows;
        }
        Keys keys = Keys.of(ids);
        for (Row row : tx.query(sql, keys.buckets(), keys.ids())) {
            rows.add(new ProfileRow(
                    row.getUUID(0),
                    row.getString(1),
                    row.getUUID(2),
                    row.getInteger(3),
                    row.getUUID(4),
                    row.getLong(5)));
        }
        return rows;
    }

    Uni<RowSet<Row>> insert(Transaction tx, List<ProfileRow> profiles) {
        Keys keys = keys(profiles);
        return tx.send(
                INSERT,
                keys.buckets(),
                keys.ids(),
                profiles.stream().map(ProfileRow::workspace).toArray(String[]::new),
                profiles.stream().map(ProfileRow::recordId).toArray(UUID[]::new),
                counts(profiles),
                hashes(profiles),
                versions(profiles));
    }

    Uni<RowSet<Row>> update(Transaction tx, List<ProfileRow> profiles) {
        Keys keys = keys(profiles);
        return tx.send(UPDATE, keys.buckets(), keys.ids(), counts(profiles), hashes(profiles), versions(profiles));
    }

    void delete(Transaction tx, Collection<UUID> ids) {
        Keys keys = Keys.of(ids);
        tx.execute(DELETE, keys.buckets(), keys.ids());
    }

    private static Keys keys(List<ProfileRow> profiles) {
        return Keys.of(profiles.stream().map(ProfileRow::profileId).toList());
    }

    private static Integer[] counts(List<ProfileRow> profiles) {
        return profiles.stream().map(ProfileRow::recordCount).toArray(Integer[]::new);
    }

    private static UUID[] hashes(List<ProfileRow> profiles) {
        return profiles.stream().map(ProfileRow::recordHash).toArray(UUID[]::new);
    }

    private static Long[] versions(List<ProfileRow> profiles) {
        return profiles.stream().map(ProfileRow::version).toArray(Long[]::new);
    }
}
