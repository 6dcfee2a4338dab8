package io.onefold.profile.rebuild;

import io.onefold.domain.Bucket;
import io.onefold.domain.Identifier;
import io.onefold.kit.rebuild.Stretch;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Goes through what is kept, in the order of keys, and does not believe what is derived in it. */
@ApplicationScoped
class ProfileWalkStore {
    private static final String RECORDS = """
            select record_id, profile_id
            from record_owner
            where (bucket, record_id) > ($1, $2)
            order by bucket, record_id
            limit $3""";

    // Every page of a workspace ends with its stretch of buckets, however few rows of it there are.
    private static final String HOLDERS = """
            select identifier_id, profile_id, namespace, value
            from identifier_holder
            where workspace = $1 and (bucket, identifier_id) > ($2, $3) and bucket <= $4 and profile_id is not null
            order by bucket, identifier_id
            limit $5""";

    private static final String PROFILES = """
            select profile_id, workspace, version, identity_version, existing, known, resolves_to, erased, event_count,
                enriching_event_count, last_event_time, state
            from profile
            where workspace = $1 and (bucket, profile_id) > ($2, $3) and bucket <= $4
            order by bucket, profile_id
            limit $5""";

    private static final String LOCK = """
            select p.profile_id, p.workspace, p.version, p.identity_version, p.existing, p.known, p.resolves_to, p.erased,
                p.event_count, p.enriching_event_count, p.last_event_time, p.state
            from profile p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)
            order by p.bucket, p.profile_id
            for no key update of p""";

    private static final String WORKSPACES = """
            select p.profile_id, p.workspace
            from profile p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)""";

    private static final String OWNERS = """
            select o.record_id, o.profile_id
            from record_owner o
            join unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id) using (bucket, record_id)
            where o.profile_id is not null""";

    private static final String STATES = """
            select s.record_id, s.state
            from record_state s
            join unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id) using (bucket, record_id)""";

    private static final String HOLDING = """
            select h.identifier_id, h.profile_id, h.namespace, h.value
            from identifier_holder h
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, identifier_id) using (bucket, identifier_id)
            where h.profile_id is not null""";

    private static final String HELD = """
            select p.profile_id, p.identifier_id, p.namespace, p.value
            from profile_identifier p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)""";

    private static final String RAISE = """
            update profile p
            set version = n.version
            from unnest($1::smallint[], $2::uuid[], $3::bigint[]) as n(bucket, profile_id, version)
            where p.bucket = n.bucket and p.profile_id = n.profile_id""";

    /**
     * A record of any workspace.
     *
     * @param owner the profile that holds it, as identity said; null: none
     */
    record KeptRecord(UUID id, @Nullable UUID owner) {}

    /** The records of all workspaces after one, in order of bucket and id. */
    List<KeptRecord> records(Transaction tx, UUID after, int limit) {
        List<KeptRecord> records = new ArrayList<>();
        tx.query(RECORDS, Bucket.of(after), after, limit)
                .forEach(row -> records.add(new KeptRecord(row.getUUID(0), row.getUUID(1))));
        return records;
    }

    /** The identifiers of a workspace that lead to a profile, as identity said. */
    List<HeldIdentifier> holders(Transaction tx, String workspace, Stretch at, int limit) {
        List<HeldIdentifier> holders = new ArrayList<>();
        tx.query(HOLDERS, workspace, at.bucket(), at.after(), at.lastBucket(), limit)
                .forEach(row -> holders.add(held(row.getUUID(1), row.getUUID(0), row)));
        return holders;
    }

    List<KeptProfile> profiles(Transaction tx, String workspace, Stretch at, int limit) {
        return profiles(tx.query(PROFILES, workspace, at.bucket(), at.after(), at.lastBucket(), limit));
    }

    /** Locks some profiles, in the order of every writer. */
    List<KeptProfile> lock(Transaction tx, Collection<UUID> profileIds) {
        return profiles(tx.query(LOCK, buckets(profileIds), profileIds.toArray(UUID[]::new)));
    }

    Map<UUID, String> workspaces(Transaction tx, Collection<UUID> profileIds) {
        Map<UUID, String> workspaces = new HashMap<>();
        tx.query(WORKSPACES, buckets(profileIds), profileIds.toArray(UUID[]::new))
                .forEach(row -> workspaces.put(row.getUUID(0), row.getString(1)));
        return workspaces;
    }

    /** Which profile holds each of some records, as identity said; of none: absent. */
    Map<UUID, UUID> owners(Transaction tx, Collection<UUID> recordIds) {
        Map<UUID, UUID> owners = new HashMap<>();
        tx.query(OWNERS, buckets(recordIds), recordIds.toArray(UUID[]::new))
                .forEach(row -> owners.put(row.getUUID(0), row.getUUID(1)));
        return owners;
    }

    /** The kept states of some records, as bytes. */
    Map<UUID, byte[]> states(Transaction tx, Collection<UUID> recordIds) {
        Map<UUID, byte[]> states = new HashMap<>();
        tx.query(STATES, buckets(recordIds), recordIds.toArray(UUID[]::new))
                .forEach(row -> states.put(row.getUUID(0), row.getBuffer(1).getBytes()));
        return states;
    }

    /** Which profile each of some identifiers leads to, as identity said; to none: absent. */
    Map<UUID, HeldIdentifier> holding(Transaction tx, Collection<UUID> identifierIds) {
        Map<UUID, HeldIdentifier> holding = new HashMap<>();
        tx.query(HOLDING, buckets(identifierIds), identifierIds.toArray(UUID[]::new))
                .forEach(row -> holding.put(row.getUUID(0), held(row.getUUID(1), row.getUUID(0), row)));
        return holding;
    }

    /** The identifiers of some profiles as they are kept with them. */
    List<HeldIdentifier> held(Transaction tx, Collection<UUID> profileIds) {
        List<HeldIdentifier> held = new ArrayList<>();
        tx.query(HELD, buckets(profileIds), profileIds.toArray(UUID[]::new))
                .forEach(row -> held.add(held(row.getUUID(0), row.getUUID(1), row)));
        return held;
    }

    /** Sends new versions of profiles whose rows the caller has locked; the commit waits for it. */
    void raise(Transaction tx, Map<UUID, Long> versions) {
        tx.send(
                RAISE,
                buckets(versions.keySet()),
                versions.keySet().toArray(UUID[]::new),
                versions.values().toArray(Long[]::new));
    }

    private static HeldIdentifier held(UUID profile, UUID identifier, Row row) {
        return new HeldIdentifier(profile, identifier, new Identifier(row.getString(2), row.getString(3), true));
    }

    private static List<KeptProfile> profiles(RowSet<Row> rows) {
        List<KeptProfile> profiles = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime last = row.getOffsetDateTime(10);
            profiles.add(new KeptProfile(
                    row.getUUID(0),
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getUUID(6),
                    row.getBoolean(7),
                    row.getLong(8),
                    row.getLong(9),
                    last == null ? null : last.toInstant(),
                    row.getBuffer(11).getBytes()));
        }
        return profiles;
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
