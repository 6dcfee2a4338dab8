package io.onefold.profile.projection;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.StateCodec;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The fold of each record's events. */
@ApplicationScoped
public class RecordStateStore {
    private static final String READ = """
            select s.record_id, s.state
            from record_state s
            join unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id) using (bucket, record_id)""";

    private static final String WRITE = """
            insert into record_state (bucket, record_id, state)
            select * from unnest($1::smallint[], $2::uuid[], $3::bytea[])
            on conflict (bucket, record_id) do update set state = excluded.state""";

    private static final String DELETE = """
            delete from record_state s
            using unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id)
            where s.bucket = r.bucket and s.record_id = r.record_id""";

    /** Sends the deletion of the states of records whose owner rows the caller has locked; the commit waits for it. */
    public void delete(Transaction tx, Collection<UUID> recordIds) {
        tx.send(DELETE, recordIds.stream().map(Bucket::of).toArray(Short[]::new), recordIds.toArray(UUID[]::new));
    }

    /** The states of records; one without events has none. */
    public Map<UUID, ProfileState> read(Transaction tx, Collection<UUID> recordIds) {
        Map<UUID, ProfileState> states = new HashMap<>();
        if (!recordIds.isEmpty()) {
            Short[] buckets = recordIds.stream().map(Bucket::of).toArray(Short[]::new);
            for (Row row : tx.query(READ, buckets, recordIds.toArray(UUID[]::new))) {
                states.put(row.getUUID(0), StateCodec.decode(row.getBuffer(1).getBytes()));
            }
        }
        return states;
    }

    /** Sends the states of records whose owner rows the caller has locked; the commit waits for it. */
    public void write(Transaction tx, Map<UUID, ProfileState> states) {
        tx.send(
                WRITE,
                states.keySet().stream().map(Bucket::of).toArray(Short[]::new),
                states.keySet().toArray(UUID[]::new),
                states.values().stream()
                        .map(state -> Buffer.buffer(StateCodec.encode(state)))
                        .toArray(Buffer[]::new));
    }
}
