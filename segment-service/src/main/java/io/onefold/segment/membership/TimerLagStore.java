package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts what time alone should have changed by now, and what was set aside. */
@ApplicationScoped
class TimerLagStore {
    private static final String WORKSPACES = "select distinct workspace from audience_generation";

    private static final String LATE = """
            select count(*), min(due_at)
            from (
                select due_at
                from standing
                where workspace = $1 and due_at <= $2 and (bucket / $3)::smallint = any($4::smallint[])
                order by due_at
                limit $5) as late""";

    private static final String ASIDE = """
            select 'timer', count(*) from timer_poison
            union all
            select 'unreadable', count(*) from unreadable_profile
            union all
            select 'filling', count(*) from (select from filling_poison limit $1) as counted""";

    /** More are not counted. */
    private static final int MOST = 10_000;

    /** How many are late, and since when the first of them is due. */
    record Late(long profiles, Optional<Instant> since) {}

    Set<String> workspaces(Transaction tx) {
        Set<String> workspaces = new TreeSet<>();
        tx.query(WORKSPACES).forEach(row -> workspaces.add(row.getString(0)));
        return workspaces;
    }

    Late late(Transaction tx, String workspace, Instant clock, Partitions cut, Set<Integer> partitions) {
        Row row = tx.query(
                        LATE,
                        workspace,
                        clock.atOffset(ZoneOffset.UTC),
                        (short) (Bucket.COUNT / cut.count()),
                        partitions.stream().map(Integer::shortValue).toArray(Short[]::new),
                        MOST)
                .iterator()
                .next();
        @Nullable OffsetDateTime first = row.getOffsetDateTime(1);
        return new Late(row.getLong(0), Optional.ofNullable(first).map(OffsetDateTime::toInstant));
    }

    Map<String, Long> aside(Transaction tx) {
        Map<String, Long> aside = new HashMap<>();
        tx.query(ASIDE, MOST).forEach(row -> aside.put(row.getString(0), row.getLong(1)));
        return aside;
    }
}
