package io.onefold.profile.ownership;

import io.onefold.domain.Bucket;
import io.onefold.domain.Identifier;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which profile each identifier leads to. */
@ApplicationScoped
public class HolderStore {
    private static final String CREATE = """
            insert into identifier_holder (bucket, identifier_id, workspace, namespace, value, candidates, version)
            select i.bucket, i.identifier_id, i.workspace, i.namespace, i.value, '{}', 0
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[])
                as i(bucket, identifier_id, workspace, namespace, value)
            order by i.bucket, i.identifier_id
            on conflict (bucket, identifier_id) do nothing""";

    private static final String LOCK = """
            select h.identifier_id, h.profile_id, h.candidates, h.version
            from identifier_holder h
            join unnest($1::smallint[], $2::uuid[]) as i(bucket, identifier_id) using (bucket, identifier_id)
            order by h.bucket, h.identifier_id
            for no key update of h""";

    /** An array of arrays cannot be ragged, so candidates travel as text. What was erased may come again, and has lost its name. */
    private static final String WRITE = """
            update identifier_holder h
            set profile_id = i.profile_id, candidates = i.candidates::uuid[], version = i.version, namespace = i.namespace, value = i.value
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::text[])
                as i(bucket, identifier_id, profile_id, candidates, version, namespace, value)
            where h.bucket = i.bucket and h.identifier_id = i.identifier_id""";

    private static final String FIND = """
            select profile_id, candidates, version
            from identifier_holder
            where bucket = $1 and identifier_id = $2""";

    /** An identifier with its id. */
    public record Named(String workspace, UUID id, Identifier identifier) {}

    public Map<UUID, Holder> lock(Transaction tx, List<Named> identifiers) {
        Map<UUID, Holder> holders = new HashMap<>();
        if (identifiers.isEmpty()) {
            return holders;
        }
        UUID[] ids = identifiers.stream().map(Named::id).toArray(UUID[]::new);
        Short[] buckets = identifiers.stream().map(i -> Bucket.of(i.id())).toArray(Short[]::new);
        Uni<RowSet<Row>> created = tx.send(
                CREATE,
                buckets,
                ids,
                identifiers.stream().map(Named::workspace).toArray(String[]::new),
                identifiers.stream().map(i -> i.identifier().namespace()).toArray(String[]::new),
                identifiers.stream().map(i -> i.identifier().value()).toArray(String[]::new));
        Uni<RowSet<Row>> locked = tx.send(LOCK, buckets, ids);
        Transaction.await(Uni.combine().all().unis(created, locked).discardItems());
        for (Row row : Transaction.await(locked)) {
            holders.put(row.getUUID(0), holder(row, 1));
        }
        return holders;
    }

    /** Sends what is to be written; the commit waits for it. */
    public void write(Transaction tx, List<OwnershipPlan.HolderChange> changes) {
        tx.send(
                WRITE,
                changes.stream().map(c -> Bucket.of(c.identifierId())).toArray(Short[]::new),
                changes.stream().map(OwnershipPlan.HolderChange::identifierId).toArray(UUID[]::new),
                changes.stream().map(c -> c.now().profileId()).toArray(UUID[]::new),
                changes.stream().map(c -> arrayText(c.now().candidates())).toArray(String[]::new),
                changes.stream().map(c -> c.now().version()).toArray(Long[]::new),
                changes.stream().map(c -> c.identifier().namespace()).toArray(String[]::new),
                changes.stream().map(c -> c.identifier().value()).toArray(String[]::new));
    }

    private static String arrayText(List<UUID> ids) {
        return "{" + String.join(",", ids.stream().map(UUID::toString).toList()) + "}";
    }

    public Optional<Holder> find(Transaction tx, UUID identifierId) {
        for (Row row : tx.query(FIND, Bucket.of(identifierId), identifierId)) {
            return Optional.of(holder(row, 0));
        }
        return Optional.empty();
    }

    private static Holder holder(Row row, int column) {
        return new Holder(row.getUUID(column), Arrays.asList(row.getArrayOfUUIDs(column + 1)), row.getLong(column + 2));
    }
}
