package io.onefold.profile.projection;

import io.onefold.domain.Bucket;
import io.onefold.domain.Identifier;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The records and identifiers of each profile. */
@ApplicationScoped
public class MemberStore {
    private static final String ADD_RECORDS = """
            insert into profile_record (bucket, profile_id, record_id)
            select * from unnest($1::smallint[], $2::uuid[], $3::uuid[])
            on conflict (bucket, profile_id, record_id) do nothing""";

    private static final String REMOVE_RECORDS = """
            delete from profile_record p
            using unnest($1::smallint[], $2::uuid[], $3::uuid[]) as r(bucket, profile_id, record_id)
            where p.bucket = r.bucket and p.profile_id = r.profile_id and p.record_id = r.record_id""";

    private static final String RECORDS = """
            select p.profile_id, p.record_id
            from profile_record p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)""";

    private static final String ADD_IDENTIFIERS = """
            insert into profile_identifier (bucket, profile_id, identifier_id, namespace, value)
            select * from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
            on conflict (bucket, profile_id, identifier_id) do nothing""";

    private static final String REMOVE_IDENTIFIERS = """
            delete from profile_identifier p
            using unnest($1::smallint[], $2::uuid[], $3::uuid[]) as r(bucket, profile_id, identifier_id)
            where p.bucket = r.bucket and p.profile_id = r.profile_id and p.identifier_id = r.identifier_id""";

    private static final String IDENTIFIERS = """
            select p.profile_id, p.namespace, p.value
            from profile_identifier p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)""";

    /** A record of a profile. */
    public record Member(UUID profileId, UUID recordId) {}

    /** An identifier that leads to a profile. */
    public record HeldIdentifier(UUID profileId, UUID identifierId, Identifier identifier) {}

    public Uni<RowSet<Row>> addRecords(Transaction tx, List<Member> members) {
        return tx.send(ADD_RECORDS, buckets(members), profiles(members), records(members));
    }

    public Uni<RowSet<Row>> removeRecords(Transaction tx, List<Member> members) {
        return tx.send(REMOVE_RECORDS, buckets(members), profiles(members), records(members));
    }

    private static Short[] buckets(List<Member> members) {
        return members.stream().map(m -> Bucket.of(m.profileId())).toArray(Short[]::new);
    }

    private static UUID[] profiles(List<Member> members) {
        return members.stream().map(Member::profileId).toArray(UUID[]::new);
    }

    private static UUID[] records(List<Member> members) {
        return members.stream().map(Member::recordId).toArray(UUID[]::new);
    }

    public Uni<RowSet<Row>> addIdentifiers(Transaction tx, List<HeldIdentifier> held) {
        return tx.send(
                ADD_IDENTIFIERS,
                held.stream().map(h -> Bucket.of(h.profileId())).toArray(Short[]::new),
                held.stream().map(HeldIdentifier::profileId).toArray(UUID[]::new),
                held.stream().map(HeldIdentifier::identifierId).toArray(UUID[]::new),
                held.stream().map(h -> h.identifier().namespace()).toArray(String[]::new),
                held.stream().map(h -> h.identifier().value()).toArray(String[]::new));
    }

    public Uni<RowSet<Row>> removeIdentifiers(Transaction tx, List<HeldIdentifier> held) {
        return tx.send(
                REMOVE_IDENTIFIERS,
                held.stream().map(h -> Bucket.of(h.profileId())).toArray(Short[]::new),
                held.stream().map(HeldIdentifier::profileId).toArray(UUID[]::new),
                held.stream().map(HeldIdentifier::identifierId).toArray(UUID[]::new));
    }

    /** The records of some profiles; a profile without records is absent. */
    public Map<UUID, List<UUID>> records(Transaction tx, Collection<UUID> profileIds) {
        Map<UUID, List<UUID>> records = new HashMap<>();
        if (!profileIds.isEmpty()) {
            for (Row row : tx.query(RECORDS, bucketsOf(profileIds), profileIds.toArray(UUID[]::new))) {
                records.computeIfAbsent(row.getUUID(0), profile -> new ArrayList<>())
                        .add(row.getUUID(1));
            }
        }
        return records;
    }

    /** The identifiers of some profiles, unordered; a profile without any is absent. */
    public Map<UUID, List<Identifier>> identifiers(Transaction tx, Collection<UUID> profileIds) {
        Map<UUID, List<Identifier>> identifiers = new HashMap<>();
        if (!profileIds.isEmpty()) {
            for (Row row : tx.query(IDENTIFIERS, bucketsOf(profileIds), profileIds.toArray(UUID[]::new))) {
                identifiers
                        .computeIfAbsent(row.getUUID(0), profile -> new ArrayList<>())
                        .add(new Identifier(row.getString(1), row.getString(2), true));
            }
        }
        return identifiers;
    }

    private static Short[] bucketsOf(Collection<UUID> profileIds) {
        return profileIds.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
