package io.onefold.activation.membership;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How each partition of the feed is read; its cursor's lock is this one's. */
@ApplicationScoped
class ReadingStore {
    private static final String READ = "select reading_until, clock from membership_partition where partition = $1";

    private static final String KEEP = """
            insert into membership_partition (partition, reading_until, clock)
            values ($1, $2, $3)
            on conflict (partition) do update set reading_until = excluded.reading_until, clock = excluded.clock""";

    Reading read(Transaction tx, int partition) {
        for (Row row : tx.query(READ, (short) partition)) {
            Long until = row.getLong(0);
            return new Reading(
                    until == null ? OptionalLong.empty() : OptionalLong.of(until),
                    Optional.ofNullable(row.getOffsetDateTime(1)).map(OffsetDateTime::toInstant));
        }
        return Reading.FIRST;
    }

    void keep(Transaction tx, int partition, Reading reading) {
        @Nullable Long until = reading.until().isPresent() ? reading.until().getAsLong() : null;
        tx.execute(
                KEEP,
                (short) partition,
                until,
                reading.clock().map(ReadingStore::utc).orElse(null));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
