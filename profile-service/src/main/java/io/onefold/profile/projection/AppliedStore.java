package io.onefold.profile.projection;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** At which change of identity records, identifiers and profiles stand; read without locks. What is not known is absent. */
@ApplicationScoped
class AppliedStore {
    private static final String RECORDS = """
            select o.record_id, o.version, o.erasure
            from record_owner o
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, record_id) using (bucket, record_id)""";

    private static final String IDENTIFIERS = """
            select h.identifier_id, h.version
            from identifier_holder h
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, identifier_id) using (bucket, identifier_id)""";

    private static final String PROFILES = """
            select p.profile_id, p.identity_version
            from profile p
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, profile_id) using (bucket, profile_id)""";

    /**
     * The versions, by id.
     *
     * @param erasures the ordinals of the latest erasures of the records
     */
    record Versions(
            Map<UUID, Long> records, Map<UUID, Long> erasures, Map<UUID, Long> identifiers, Map<UUID, Long> profiles) {}

    Versions read(Transaction tx, Collection<UUID> records, Collection<UUID> identifiers, Collection<UUID> profiles) {
        Uni<RowSet<Row>> ofRecords = send(tx, RECORDS, records);
        Uni<RowSet<Row>> ofIdentifiers = send(tx, IDENTIFIERS, identifiers);
        Uni<RowSet<Row>> ofProfiles = send(tx, PROFILES, profiles);
        return new Versions(byId(ofRecords, 1), byId(ofRecords, 2), byId(ofIdentifiers, 1), byId(ofProfiles, 1));
    }

    private static Uni<RowSet<Row>> send(Transaction tx, String statement, Collection<UUID> ids) {
        return tx.send(statement, ids.stream().map(Bucket::of).toArray(Short[]::new), ids.toArray(UUID[]::new));
    }

    private static Map<UUID, Long> byId(Uni<RowSet<Row>> answer, int column) {
        Map<UUID, Long> versions = new HashMap<>();
        Transaction.await(answer).forEach(row -> versions.put(row.getUUID(0), row.getLong(column)));
        return versions;
    }
}
