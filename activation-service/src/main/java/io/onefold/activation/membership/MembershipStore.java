package io.onefold.activation.membership;

import io.onefold.activation.campaign.Cause;
import io.onefold.activation.membership.Seen.Key;
import io.onefold.activation.membership.Seen.Mark;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Who is a member of what. */
@ApplicationScoped
public class MembershipStore {
    // The feed's order decides, not the sequence: a feed that was restored to an earlier point uses sequences again.
    private static final String KEEP = """
            insert into membership (bucket, profile_id, workspace, audience, member, since, sequence, profile_version, epoch,
                seen_sequence, seen_until)
            select bucket, profile_id, workspace, audience, member, since, sequence, profile_version, $9, seen_sequence, seen_until
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::timestamptz[], $7::bigint[], $8::bigint[],
                    $10::bigint[], $11::timestamptz[])
                as n(bucket, profile_id, workspace, audience, member, since, sequence, profile_version, seen_sequence, seen_until)
            order by bucket, profile_id, workspace, audience
            on conflict (bucket, profile_id, workspace, audience) do update
            set member = excluded.member, since = excluded.since, sequence = excluded.sequence,
                profile_version = excluded.profile_version, epoch = excluded.epoch,
                seen_sequence = greatest(membership.seen_sequence, excluded.seen_sequence),
                seen_until = greatest(membership.seen_until, excluded.seen_until)""";

    private static final String SEEN = """
            select m.profile_id, m.workspace, m.audience, m.seen_sequence, m.seen_until
            from membership m
            join (
                select distinct bucket, profile_id, workspace, audience
                from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[]) as n(bucket, profile_id, workspace, audience)) as k
                using (bucket, profile_id, workspace, audience)""";

    private static final String FIND = """
            select member, since, sequence, profile_version
            from membership
            where bucket = $1 and profile_id = $2 and workspace = $3 and audience = $4""";

    private static final String NOT_SAID_IN = """
            select profile_id, workspace, audience, sequence, profile_version
            from membership
            where bucket between $2 and $3 and epoch <> $1 and member
            order by bucket, profile_id, workspace, audience""";

    /** What is kept of several entries of one membership: the last one, and the highest marks of all. */
    private record Kept(Entry entry, Mark mark) {
        Kept and(Kept later) {
            return new Kept(later.entry, mark.and(later.entry));
        }
    }

    public void keep(Transaction tx, List<Entry> entries, long epoch) {
        Map<Key, Kept> last = new TreeMap<>(Key.ORDER);
        entries.forEach(entry -> last.merge(
                Key.of(entry), new Kept(entry, new Mark(entry.sequence(), entry.effectiveTime())), Kept::and));
        Collection<Kept> rows = last.values();
        tx.execute(
                KEEP,
                array(rows, row -> Bucket.of(row.entry.profileId()), Short[]::new),
                array(rows, row -> row.entry.profileId(), UUID[]::new),
                array(rows, row -> row.entry.workspace(), String[]::new),
                array(rows, row -> row.entry.audience(), String[]::new),
                array(rows, row -> row.entry.entered(), Boolean[]::new),
                array(rows, row -> utc(row.entry.effectiveTime()), OffsetDateTime[]::new),
                array(rows, row -> row.entry.sequence(), Long[]::new),
                array(rows, row -> row.entry.profileVersion(), Long[]::new),
                epoch,
                array(rows, row -> row.mark.sequence(), Long[]::new),
                array(rows, row -> utc(row.mark.until()), OffsetDateTime[]::new));
    }

    /** What the feed said last; empty: nothing. */
    public Optional<Membership> find(Transaction tx, String workspace, String audience, UUID profileId) {
        for (Row row : tx.query(FIND, Bucket.of(profileId), profileId, workspace, audience)) {
            return Optional.of(new Membership(
                    profileId,
                    row.getBoolean(0),
                    row.getOffsetDateTime(1).toInstant(),
                    row.getLong(2),
                    row.getLong(3)));
        }
        return Optional.empty();
    }

    Seen seen(Transaction tx, List<Entry> entries) {
        Map<Key, Mark> marks = new HashMap<>();
        for (Row row : tx.query(
                SEEN,
                array(entries, entry -> Bucket.of(entry.profileId()), Short[]::new),
                array(entries, Entry::profileId, UUID[]::new),
                array(entries, Entry::workspace, String[]::new),
                array(entries, Entry::audience, String[]::new))) {
            marks.put(
                    new Key(row.getUUID(0), row.getString(1), row.getString(2)),
                    new Mark(row.getLong(3), row.getOffsetDateTime(4).toInstant()));
        }
        return new Seen(marks);
    }

    /** Exits of the members of whom a feed of another epoch said so and this one does not. */
    List<Entry> notSaidIn(Transaction tx, long epoch, short firstBucket, short lastBucket, Instant now) {
        List<Entry> over = new ArrayList<>();
        for (Row row : tx.query(NOT_SAID_IN, epoch, firstBucket, lastBucket)) {
            over.add(new Entry(
                    row.getString(1),
                    row.getString(2),
                    "",
                    row.getUUID(0),
                    false,
                    now,
                    Cause.REBUILD,
                    row.getLong(4),
                    row.getLong(3),
                    true,
                    () -> new byte[0]));
        }
        return over;
    }

    private static <R, V> V[] array(Collection<R> rows, Function<R, V> part, IntFunction<V[]> make) {
        return rows.stream().map(part).toArray(make);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
