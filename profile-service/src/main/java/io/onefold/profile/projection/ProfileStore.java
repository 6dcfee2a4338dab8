package io.onefold.profile.projection;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.Span;
import io.onefold.profile.state.StateCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The profiles with their merged states. */
@ApplicationScoped
public class ProfileStore {
    private static final String CREATE = """
            insert into profile (bucket, profile_id, workspace, version, identity_version, existing, known,
                                 event_count, enriching_event_count, state)
            select bucket, profile_id, workspace, 0, 0, false, false, 0, 0, ''
            from unnest($1::smallint[], $2::uuid[], $3::text[]) as p(bucket, profile_id, workspace)
            order by bucket, profile_id
            on conflict (bucket, profile_id) do nothing""";

    /** In one order for every writer, so that they wait for each other and never in a circle. */
    private static final String LOCK = """
            select p.profile_id, p.workspace, p.version, p.identity_version, p.known, p.resolves_to, p.erased, p.state
            from profile p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)
            order by p.bucket, p.profile_id
            for no key update of p""";

    private static final String WRITE = """
            update profile p
            set version = n.version, identity_version = n.identity_version, existing = n.existing, known = n.known,
                resolves_to = n.resolves_to, event_count = n.event_count,
                enriching_event_count = n.enriching_event_count, last_event_time = n.last_event_time, state = n.state,
                erased = n.erased
            from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::boolean[], $6::boolean[],
                        $7::uuid[], $8::bigint[], $9::bigint[], $10::timestamptz[], $11::bytea[], $12::boolean[])
                as n(bucket, profile_id, version, identity_version, existing, known, resolves_to, event_count,
                     enriching_event_count, last_event_time, state, erased)
            where p.bucket = n.bucket and p.profile_id = n.profile_id""";

    private static final String FIND = """
            select profile_id, workspace, version, identity_version, known, resolves_to, erased, state
            from profile
            where bucket = $1 and profile_id = $2""";

    private static final String READ = """
            select p.profile_id, p.workspace, p.version, p.identity_version, p.known, p.resolves_to, p.erased, p.state
            from profile p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)""";

    private static final String SCAN = """
            select profile_id, workspace, version, identity_version, known, resolves_to, erased, state
            from profile
            where (bucket, profile_id) > ($1, $2) and existing
            order by bucket, profile_id
            limit $3""";

    // A statement of its own: a plan for both would pass over the profiles of every other workspace.
    private static final String SCAN_WORKSPACE = """
            select profile_id, workspace, version, identity_version, known, resolves_to, erased, state
            from profile
            where workspace = $4 and (bucket, profile_id) > ($1, $2) and existing
            order by bucket, profile_id
            limit $3""";

    /** Creates the rows of profiles that may be new, then locks all of them. */
    Map<UUID, ProfileRow> lock(Transaction tx, Collection<UUID> profileIds, Map<UUID, String> workspaceOfNew) {
        Map<UUID, ProfileRow> rows = new HashMap<>();
        if (profileIds.isEmpty()) {
            return rows;
        }
        List<Uni<?>> sent = new ArrayList<>();
        if (!workspaceOfNew.isEmpty()) {
            sent.add(tx.send(
                    CREATE,
                    buckets(workspaceOfNew.keySet()),
                    workspaceOfNew.keySet().toArray(UUID[]::new),
                    workspaceOfNew.values().toArray(String[]::new)));
        }
        Uni<RowSet<Row>> locked = tx.send(LOCK, buckets(profileIds), profileIds.toArray(UUID[]::new));
        sent.add(locked);
        Transaction.await(Uni.combine().all().unis(sent).discardItems());
        Transaction.await(locked).forEach(row -> rows.put(row.getUUID(0), profile(row)));
        return rows;
    }

    /** Sends the profiles, whose rows the caller has locked; the commit waits for it. */
    public void write(Transaction tx, List<ProfileRow> rows) {
        tx.send(
                WRITE,
                rows.stream().map(r -> Bucket.of(r.id())).toArray(Short[]::new),
                rows.stream().map(ProfileRow::id).toArray(UUID[]::new),
                rows.stream().map(ProfileRow::version).toArray(Long[]::new),
                rows.stream().map(ProfileRow::identityVersion).toArray(Long[]::new),
                rows.stream().map(ProfileRow::exists).toArray(Boolean[]::new),
                rows.stream().map(ProfileRow::known).toArray(Boolean[]::new),
                rows.stream().map(ProfileRow::resolvesTo).toArray(UUID[]::new),
                rows.stream().map(r -> r.state().eventCount()).toArray(Long[]::new),
                rows.stream().map(r -> r.state().enrichingEventCount()).toArray(Long[]::new),
                rows.stream().map(r -> last(r.state())).toArray(OffsetDateTime[]::new),
                rows.stream()
                        .map(r -> Buffer.buffer(StateCodec.encode(r.state())))
                        .toArray(Buffer[]::new),
                rows.stream().map(ProfileRow::erased).toArray(Boolean[]::new));
    }

    public Optional<ProfileRow> find(Transaction tx, UUID profileId) {
        for (Row row : tx.query(FIND, Bucket.of(profileId), profileId)) {
            return Optional.of(profile(row));
        }
        return Optional.empty();
    }

    public Map<UUID, ProfileRow> read(Transaction tx, Collection<UUID> profileIds) {
        Map<UUID, ProfileRow> rows = new HashMap<>();
        tx.query(READ, buckets(profileIds), profileIds.toArray(UUID[]::new))
                .forEach(row -> rows.put(row.getUUID(0), profile(row)));
        return rows;
    }

    /** The profiles that exist after {@code after}, in order of bucket and id; of one workspace unless it is empty. */
    public List<ProfileRow> scan(Transaction tx, @Nullable UUID after, String workspace, int limit) {
        List<ProfileRow> rows = new ArrayList<>();
        short bucket = after == null ? -1 : Bucket.of(after);
        UUID id = after == null ? new UUID(0, 0) : after;
        RowSet<Row> found = workspace.isEmpty()
                ? tx.query(SCAN, bucket, id, limit)
                : tx.query(SCAN_WORKSPACE, bucket, id, limit, workspace);
        found.forEach(row -> rows.add(profile(row)));
        return rows;
    }

    private static ProfileRow profile(Row row) {
        return new ProfileRow(
                row.getUUID(0),
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getBoolean(4),
                row.getUUID(5),
                row.getBoolean(6),
                StateCodec.decode(row.getBuffer(7).getBytes()));
    }

    private static @Nullable OffsetDateTime last(ProfileState state) {
        Span span = state.span();
        return span == null ? null : span.last().atOffset(ZoneOffset.UTC);
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
