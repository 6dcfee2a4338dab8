package io.onefold.identity.api;

import com.google.protobuf.Timestamp;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.identity.erasure.Erasure;
import io.onefold.identity.lookup.PersonFixer;
import io.onefold.identity.resolve.RecordEraser;
import io.onefold.kit.error.Failures;
import io.onefold.proto.identity.v1.EraseRecordsResponse;
import io.onefold.proto.identity.v1.FixPersonResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What FixPerson and EraseRecords say. */
final class ErasureCodec {
    /** As many as a request may name again. */
    private static final int MOST_LEFT = 50_000;

    private ErasureCodec() {}

    static Erasure read(io.onefold.proto.type.v1.Erasure sent) {
        if (sent.getOrdinal() < 1) {
            throw Failures.invalidField("erasure.ordinal", "must be what ingestion gave it");
        }
        return new Erasure(
                UUID.fromString(sent.getErasureId()),
                sent.getOrdinal(),
                sent.getWorkspace(),
                instant(sent.getRequestTime()),
                sent.getRecordIdsList().stream().map(UUID::fromString).toList(),
                sent.getIdentifierIdsList().stream().map(UUID::fromString).toList());
    }

    private static Instant instant(Timestamp time) {
        if (time.getSeconds() < 0 || time.getNanos() < 0 || time.getNanos() >= 1_000_000_000) {
            throw Failures.invalidField("erasure.request_time", "must be a time since 1970");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }

    static FixPersonResponse response(PersonFixer.Person person) {
        return FixPersonResponse.newBuilder()
                .addAllProfileIds(texts(person.profileIds()))
                .addAllRecordIds(texts(person.recordIds()))
                .addAllIdentifierIds(texts(person.alone().keySet()))
                .addAllNamespaces(person.namespaces())
                .setPartial(person.partial())
                .addAllLeftRecordIds(person.left().stream()
                        .limit(MOST_LEFT)
                        .map(UUID::toString)
                        .toList())
                .build();
    }

    static EraseRecordsResponse response(RecordEraser.Erased erased) {
        return EraseRecordsResponse.newBuilder()
                .addAllChanges(
                        erased.changes().stream().map(ChangeCodec::message).toList())
                .setConsistencyToken(erased.token().encode())
                .build();
    }

    static Set<UUID> ids(Collection<String> texts) {
        return texts.stream().map(UUID::fromString).collect(Collectors.toSet());
    }

    private static List<String> texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).sorted().toList();
    }
}
