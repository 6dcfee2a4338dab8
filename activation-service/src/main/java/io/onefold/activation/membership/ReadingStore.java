package io.onefold.activation.membership;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How each partition of the feed is read; its cursor's lock is this one's. */
@ApplicationScoped
class ReadingStore {
    private static final String READ = "select epoch, reading_until from membership_partition where partition = $1";

    private static final String KEEP = """
            insert into membership_partition (partition, epoch, reading_until)
            values ($1, $2, $3)
            on conflict (partition) do update set epoch = excluded.epoch, reading_until = excluded.reading_until""";

    Reading read(Transaction tx, int partition) {
        for (Row row : tx.query(READ, (short) partition)) {
            Long until = row.getLong(1);
            return new Reading(
                    OptionalLong.of(row.getLong(0)), until == null ? OptionalLong.empty() : OptionalLong.of(until));
        }
        return Reading.NOT_YET;
    }

    void keep(Transaction tx, int partition, Reading reading) {
        @Nullable Long until = reading.until().isPresent() ? reading.until().getAsLong() : null;
        tx.execute(KEEP, (short) partition, reading.epoch().orElseThrow(), until);
    }
}
