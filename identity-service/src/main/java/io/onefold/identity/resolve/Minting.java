package io.onefold.identity.resolve;

import io.onefold.domain.IdentifierIds;
import io.onefold.domain.Ids;
import io.onefold.kit.error.Failures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives records that are seen for the first time their rows. */
@ApplicationScoped
class Minting {
    private static final Comparator<SeenRecord> ORDER =
            Comparator.comparing(SeenRecord::earliest).thenComparing(record -> record.recordId.toString());

    private final IdentifierIds ids;

    Minting(@ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.ids = new IdentifierIds(secret);
    }

    /** The identifiers of a record, by id. Fails when they are not those that the record's id stands for. */
    Map<UUID, IdentifierRow> identifiers(SeenRecord record) {
        Map<UUID, IdentifierRow> rows = new LinkedHashMap<>();
        record.identifiers.forEach(identifier -> {
            UUID id = ids.id(record.workspace, identifier);
            rows.put(id, IdentifierRow.fresh(id, record.workspace, identifier));
        });
        if (!Ids.record(record.workspace, rows.keySet()).equals(record.recordId)) {
            throw Failures.invalidField(
                    "sightings.record_id", record.recordId + " is not the record of these identifiers");
        }
        return rows;
    }

    /** Rows in the order of minting: by earliest evidence, as if the records had come one by one. */
    List<RecordRow> mint(List<SeenRecord> fresh, Map<UUID, List<UUID>> identifierIds) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        List<RecordRow> minted = new ArrayList<>(fresh.size());
        for (SeenRecord record : fresh.stream().sorted(ORDER).toList()) {
            minted.add(new RecordRow(
                    record.recordId,
                    record.workspace,
                    identifierIds.getOrDefault(record.recordId, List.of()),
                    UUID.randomUUID(),
                    at.plus(minted.size(), ChronoUnit.MICROS),
                    null,
                    0,
                    null,
                    false));
        }
        return minted;
    }
}
