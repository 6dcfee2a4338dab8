package io.onefold.segment.backfill;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table of profiles that fillings could not evaluate. */
@ApplicationScoped
class SetAsideStore {
    private static final String SET_ASIDE = """
            insert into filling_poison (bucket, profile_id, audience_id, audience_version, workspace, reason, set_aside_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (bucket, profile_id, audience_id) do update
            set audience_version = excluded.audience_version, reason = excluded.reason, set_aside_at = excluded.set_aside_at
            where filling_poison.audience_version <= excluded.audience_version""";

    /** Only what was looked at: the filling of a later version may have set it aside anew. */
    private static final String TAKE_BACK = """
            delete from filling_poison
            where bucket = $1 and profile_id = $2 and audience_id = $3 and audience_version = $4""";

    private static final String COUNT = """
            update audience a
            set set_aside_count = (
                select count(*) from filling_poison p where p.audience_id = a.id and p.audience_version = a.version)
            where a.id = $1""";

    // Across all buckets: few rows, and not on a request path. The longest untried ones first.
    private static final String SOME = """
            select p.profile_id, p.audience_id, p.audience_version
            from filling_poison p
            order by p.set_aside_at
            limit $1""";

    /** A profile that could not be evaluated for a version of an audience. */
    record SetAside(UUID profileId, UUID audienceId, long version) {}

    void setAside(Transaction tx, SetAside one, String workspace, String reason) {
        tx.execute(
                SET_ASIDE,
                Bucket.of(one.profileId),
                one.profileId,
                one.audienceId,
                one.version,
                workspace,
                reason,
                Instant.now().atOffset(ZoneOffset.UTC));
        tx.execute(COUNT, one.audienceId);
    }

    void takeBack(Transaction tx, SetAside one) {
        tx.execute(TAKE_BACK, Bucket.of(one.profileId), one.profileId, one.audienceId, one.version);
        tx.execute(COUNT, one.audienceId);
    }

    List<SetAside> some(Transaction tx, int limit) {
        List<SetAside> some = new ArrayList<>();
        for (Row row : tx.query(SOME, limit)) {
            some.add(new SetAside(row.getUUID(0), row.getUUID(1), row.getLong(2)));
        }
        return some;
    }
}
