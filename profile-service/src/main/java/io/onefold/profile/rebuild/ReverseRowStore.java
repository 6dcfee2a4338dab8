package io.onefold.profile.rebuild;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import io.onefold.profile.projection.MemberStore.Member;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tells which of some rows a profile lacks; looks at these rows only, however many others the profile has. */
@ApplicationScoped
class ReverseRowStore {
    private static final String MISSING_RECORDS = """
            select m.profile_id, m.record_id
            from unnest($1::smallint[], $2::uuid[], $3::uuid[]) as m(bucket, profile_id, record_id)
            left join profile_record p
                on p.bucket = m.bucket and p.profile_id = m.profile_id and p.record_id = m.record_id
            where p.record_id is null""";

    private static final String MISSING_IDENTIFIERS = """
            select m.profile_id, m.identifier_id
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
                as m(bucket, profile_id, identifier_id, namespace, value)
            left join profile_identifier p
                on p.bucket = m.bucket and p.profile_id = m.profile_id and p.identifier_id = m.identifier_id
                    and p.namespace = m.namespace and p.value = m.value
            where p.identifier_id is null""";

    private record Key(UUID profileId, UUID otherId) {}

    List<Member> missingRecords(Transaction tx, List<Member> owned) {
        Set<Key> missing = new HashSet<>();
        tx.query(
                        MISSING_RECORDS,
                        owned.stream().map(one -> Bucket.of(one.profileId())).toArray(Short[]::new),
                        owned.stream().map(Member::profileId).toArray(UUID[]::new),
                        owned.stream().map(Member::recordId).toArray(UUID[]::new))
                .forEach(row -> missing.add(new Key(row.getUUID(0), row.getUUID(1))));
        return owned.stream()
                .filter(one -> missing.contains(new Key(one.profileId(), one.recordId())))
                .toList();
    }

    /** Those that are not there, or under another name. */
    List<HeldIdentifier> missingIdentifiers(Transaction tx, List<HeldIdentifier> held) {
        Set<Key> missing = new HashSet<>();
        tx.query(
                        MISSING_IDENTIFIERS,
                        held.stream().map(one -> Bucket.of(one.profileId())).toArray(Short[]::new),
                        held.stream().map(HeldIdentifier::profileId).toArray(UUID[]::new),
                        held.stream().map(HeldIdentifier::identifierId).toArray(UUID[]::new),
                        held.stream().map(one -> one.identifier().namespace()).toArray(String[]::new),
                        held.stream().map(one -> one.identifier().value()).toArray(String[]::new))
                .forEach(row -> missing.add(new Key(row.getUUID(0), row.getUUID(1))));
        return held.stream()
                .filter(one -> missing.contains(new Key(one.profileId(), one.identifierId())))
                .toList();
    }
}
