package io.onefold.identity.lookup;

import io.onefold.domain.Bucket;
import io.onefold.domain.Identifier;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what resolving has written. Spans buckets as a person does. */
@ApplicationScoped
class LookupStore {
    private static final String PROFILE = """
            select workspace, record_id, record_count, version
            from profile
            where bucket = $1 and profile_id = $2""";

    private static final String OWNER = "select profile_id from record where bucket = $1 and record_id = $2";

    private static final String OWNERS = """
            select distinct r.profile_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            join record r using (bucket, record_id)
            where r.profile_id is not null""";

    private static final String IDENTIFIERS = """
            select i.identifier_id, i.namespace, i.value, i.valid, i.holder, i.candidates
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
            join identifier i using (bucket, identifier_id)""";

    /** The profile's records among those that carry some identifiers, and those named. */
    private static final String RECORDS = """
            select r.record_id, r.identifier_ids
            from (
                select l.record_bucket, l.record_id
                from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
                join identifier_record l using (bucket, identifier_id)
                union
                select * from unnest($3::smallint[], $4::uuid[])) as d(bucket, record_id)
            join record r using (bucket, record_id)
            where r.profile_id = $5
            limit $6""";

    private static final String EVIDENCE = """
            select k.record_id, e.source, e.enriching, e.first_time, e.last_time
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            cross join lateral (
                select source, enriching, first_time, last_time
                from evidence
                where bucket = k.bucket and record_id = k.record_id
                order by first_time, source, enriching
                limit $3) as e""";

    private static final String MINTED = """
            select r.minted_profile_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            join record r using (bucket, record_id)""";

    private static final String SHARED = """
            select k.identifier_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, identifier_id)
            where exists (
                select from identifier_record l
                where l.bucket = k.bucket and l.identifier_id = k.identifier_id and l.record_id <> all($3))""";

    /** A profile id: what it was minted for, and what it holds. */
    record Profile(String workspace, UUID mintedFor, int recordCount, long version) {}

    /** An identifier and where it leads. */
    record Known(Identifier identifier, @Nullable UUID holder, List<UUID> candidates) {}

    Optional<Profile> profile(Transaction tx, UUID id) {
        for (Row row : tx.query(PROFILE, Bucket.of(id), id)) {
            return Optional.of(new Profile(row.getString(0), row.getUUID(1), row.getInteger(2), row.getLong(3)));
        }
        return Optional.empty();
    }

    Optional<UUID> owner(Transaction tx, UUID recordId) {
        for (Row row : tx.query(OWNER, Bucket.of(recordId), recordId)) {
            return Optional.ofNullable(row.getUUID(0));
        }
        return Optional.empty();
    }

    /** Who has one of some records now. */
    Set<UUID> owners(Transaction tx, Collection<UUID> records) {
        Set<UUID> owners = new HashSet<>();
        for (Row row : tx.query(OWNERS, buckets(records), records.toArray(UUID[]::new))) {
            owners.add(row.getUUID(0));
        }
        return owners;
    }

    Map<UUID, Known> identifiers(Transaction tx, Collection<UUID> ids) {
        Map<UUID, Known> known = new HashMap<>();
        for (Row row : tx.query(IDENTIFIERS, buckets(ids), ids.toArray(UUID[]::new))) {
            Identifier identifier = new Identifier(row.getString(1), row.getString(2), row.getBoolean(3));
            known.put(row.getUUID(0), new Known(identifier, row.getUUID(4), Arrays.asList(row.getArrayOfUUIDs(5))));
        }
        return known;
    }

    /** Records of a profile with the ids of their identifiers. */
    Map<UUID, List<UUID>> records(
            Transaction tx, UUID profile, Collection<UUID> identifiers, Collection<UUID> named, int limit) {
        Map<UUID, List<UUID>> records = new HashMap<>();
        for (Row row : tx.query(
                RECORDS,
                buckets(identifiers),
                identifiers.toArray(UUID[]::new),
                buckets(named),
                named.toArray(UUID[]::new),
                profile,
                limit)) {
            records.put(row.getUUID(0), Arrays.asList(row.getArrayOfUUIDs(1)));
        }
        return records;
    }

    /** The ids that were minted for some records. */
    Set<UUID> minted(Transaction tx, Collection<UUID> records) {
        Set<UUID> minted = new HashSet<>();
        for (Row row : tx.query(MINTED, buckets(records), records.toArray(UUID[]::new))) {
            minted.add(row.getUUID(0));
        }
        return minted;
    }

    /** Those of some identifiers that other records than these carry as well. */
    Set<UUID> shared(Transaction tx, Collection<UUID> identifiers, Collection<UUID> records) {
        Set<UUID> shared = new HashSet<>();
        for (Row row : tx.query(
                SHARED, buckets(identifiers), identifiers.toArray(UUID[]::new), records.toArray(UUID[]::new))) {
            shared.add(row.getUUID(0));
        }
        return shared;
    }

    Map<UUID, List<Identity.Seen>> evidence(Transaction tx, Collection<UUID> records, int limit) {
        Map<UUID, List<Identity.Seen>> evidence = new HashMap<>();
        for (Row row : tx.query(EVIDENCE, buckets(records), records.toArray(UUID[]::new), limit)) {
            evidence.computeIfAbsent(row.getUUID(0), record -> new ArrayList<>())
                    .add(new Identity.Seen(
                            row.getString(1),
                            row.getBoolean(2),
                            row.getOffsetDateTime(3).toInstant(),
                            row.getOffsetDateTime(4).toInstant()));
        }
        return evidence;
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
