package io.onefold.segment.profiles;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Of whom nothing may be kept any more. */
@ApplicationScoped
public class ErasureStore {
    // Makes the row where there is none: between a look that finds none and a note about the profile the erasure could
    // come. What a conflict
    // finds is locked whether or not it is updated.
    private static final String HOLD = """
            insert into standing (bucket, profile_id, workspace, state)
            values ($1, $2, $3, '')
            on conflict (bucket, profile_id) do update
            set workspace = standing.workspace
            where standing.erased_at is null
            returning 1""";

    // Spans the buckets, by an index of its own.
    private static final String SINCE = "select profile_id from standing where erased_at > $1";

    /**
     * Whether something may be noted of a profile. Its erasure has then to wait for the end of the transaction, and finds what was noted;
     * so to be asked before anything else of the profile is locked.
     */
    public boolean mayNote(Transaction tx, String workspace, UUID profileId) {
        return tx.query(HOLD, Bucket.of(profileId), profileId, workspace).size() > 0;
    }

    /** Whose erasures were applied after an instant of real time. */
    List<UUID> since(Transaction tx, Instant instant) {
        List<UUID> erased = new ArrayList<>();
        for (Row row : tx.query(SINCE, instant.atOffset(ZoneOffset.UTC))) {
            erased.add(row.getUUID(0));
        }
        return erased;
    }
}
