package io.onefold.profile.erasure;

import io.onefold.profile.change.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Erasures as the services tell them to each other. */
public final class ErasureCodec {
    private ErasureCodec() {}

    public static Erasure read(io.onefold.proto.type.v1.Erasure sent) {
        return new Erasure(
                UUID.fromString(sent.getErasureId()),
                sent.getOrdinal(),
                sent.getWorkspace(),
                Instant.ofEpochSecond(
                                sent.getRequestTime().getSeconds(),
                                sent.getRequestTime().getNanos())
                        .truncatedTo(ChronoUnit.MICROS),
                ids(sent.getProfileIdsList()),
                ids(sent.getRecordIdsList()),
                ids(sent.getIdentifierIdsList()),
                sent.getNamespacesList(),
                sent.getKeyHash());
    }

    public static io.onefold.proto.type.v1.Erasure write(Erasure erasure) {
        return io.onefold.proto.type.v1.Erasure.newBuilder()
                .setErasureId(erasure.id().toString())
                .setWorkspace(erasure.workspace())
                .setRequestTime(Times.timestamp(erasure.requestTime()))
                .addAllProfileIds(texts(erasure.profileIds()))
                .addAllRecordIds(texts(erasure.recordIds()))
                .addAllIdentifierIds(texts(erasure.identifierIds()))
                .addAllNamespaces(erasure.namespaces())
                .setOrdinal(erasure.ordinal())
                .setKeyHash(erasure.keyHash())
                .build();
    }

    static List<UUID> ids(List<String> texts) {
        return texts.stream().map(UUID::fromString).toList();
    }

    private static List<String> texts(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }
}
