package io.onefold.activation.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Who is a member of what. */
@ApplicationScoped
public class MembershipStore {
    // The feed's order decides, not the sequence: a feed that was restored to an earlier point uses sequences again.
    private static final String KEEP = """
            insert into membership (bucket, profile_id, workspace, audience, member, since, sequence, profile_version)
            select bucket, profile_id, workspace, audience, member, since, sequence, profile_version
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::timestamptz[], $7::bigint[], $8::bigint[])
                as n(bucket, profile_id, workspace, audience, member, since, sequence, profile_version)
            order by bucket, profile_id, workspace, audience
            on conflict (bucket, profile_id, workspace, audience) do update
            set member = excluded.member, since = excluded.since, sequence = excluded.sequence,
                profile_version = excluded.profile_version""";

    private record Key(UUID profileId, String workspace, String audience) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::profileId)
                .thenComparing(Key::workspace)
                .thenComparing(Key::audience);
    }

    void keep(Transaction tx, List<Entry> entries) {
        Map<Key, Entry> last = new TreeMap<>(Key.ORDER);
        entries.forEach(entry -> last.put(new Key(entry.profileId(), entry.workspace(), entry.audience()), entry));
        Collection<Entry> rows = last.values();
        tx.execute(
                KEEP,
                array(rows, row -> Bucket.of(row.profileId()), Short[]::new),
                array(rows, Entry::profileId, UUID[]::new),
                array(rows, Entry::workspace, String[]::new),
                array(rows, Entry::audience, String[]::new),
                array(rows, Entry::entered, Boolean[]::new),
                array(rows, row -> row.effectiveTime().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                array(rows, Entry::sequence, Long[]::new),
                array(rows, Entry::profileVersion, Long[]::new));
    }

    private static <V> V[] array(Collection<Entry> rows, Function<Entry, V> part, IntFunction<V[]> make) {
        return rows.stream().map(part).toArray(make);
    }
}
