package io.onefold.ingestion.erasure;

import com.google.protobuf.Timestamp;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.domain.Ids;
import io.onefold.proto.type.v1.Erasure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** A person of the workspace dev as identity would name him: what is his alone, and the records that are his. */
final class Person {
    private final IdentifierIds ids =
            new IdentifierIds(ConfigProvider.getConfig().getValue("onefold.identifier-secret", String.class));

    private final List<Identifier> own = new ArrayList<>();
    private final List<UUID> records = new ArrayList<>();

    Person alone(String namespace, String value) {
        own.add(IdentifierNormalizer.normalize(namespace, value));
        return this;
    }

    /** A record of some identifiers, written {@code namespace:value}. */
    Person record(String... identifiers) {
        records.add(recordOf(identifiers));
        return this;
    }

    UUID recordOf(String... identifiers) {
        List<UUID> named = new ArrayList<>();
        for (String identifier : identifiers) {
            String[] parts = identifier.split(":", 2);
            named.add(ids.id("dev", IdentifierNormalizer.normalize(parts[0], parts[1])));
        }
        return Ids.record("dev", named);
    }

    Erasure erasure(Instant requestTime) {
        Erasure.Builder erasure = Erasure.newBuilder()
                .setErasureId(UUID.randomUUID().toString())
                .setWorkspace("dev")
                .setRequestTime(Timestamp.newBuilder()
                        .setSeconds(requestTime.getEpochSecond())
                        .setNanos(requestTime.getNano()))
                .addProfileIds(UUID.randomUUID().toString());
        records.forEach(record -> erasure.addRecordIds(record.toString()));
        own.forEach(
                identifier -> erasure.addIdentifierIds(ids.id("dev", identifier).toString()));
        own.stream().map(Identifier::namespace).distinct().sorted().forEach(erasure::addNamespaces);
        return erasure.build();
    }
}
