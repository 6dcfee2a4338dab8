package io.onefold.profile.restore;

import io.onefold.profile.event.StoredEventCodec;
import io.onefold.proto.ingestion.v1.EndRestoreRequest;
import io.onefold.proto.ingestion.v1.FindUnclaimedEventsRequest;
import io.onefold.proto.ingestion.v1.GetRestoreRequest;
import io.onefold.proto.ingestion.v1.GetRestoreResponse;
import io.onefold.proto.ingestion.v1.LostEvent;
import io.onefold.proto.ingestion.v1.RestoreServiceGrpc.RestoreServiceBlockingStub;
import io.onefold.proto.ingestion.v1.ReturnClaimsRequest;
import io.onefold.proto.type.v1.Event;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Asks a restored ingestion what it lacks, and gives it back. */
@ApplicationScoped
class IngestionRestoreClient {
    private static final long LIMIT_SECONDS = 30;

    private final RestoreServiceBlockingStub ingestion;

    IngestionRestoreClient(@GrpcClient("door") RestoreServiceBlockingStub ingestion) {
        this.ingestion = ingestion;
    }

    /** How ingestion stands; by partition the position at which the epoch began. */
    record Standing(long epoch, boolean awaiting, Map<Integer, Long> beganAt) {}

    Standing standing() {
        GetRestoreResponse response = stub().getRestore(GetRestoreRequest.getDefaultInstance());
        Map<Integer, Long> began = new HashMap<>();
        response.getPartitionsList().forEach(partition -> began.put(partition.getPartition(), partition.getBeganAt()));
        return new Standing(response.getEpoch(), response.getAwaiting(), began);
    }

    Set<UUID> unclaimed(List<UUID> eventIds) {
        FindUnclaimedEventsRequest request = FindUnclaimedEventsRequest.newBuilder()
                .addAllEventIds(eventIds.stream().map(UUID::toString).toList())
                .build();
        Set<UUID> unclaimed = new HashSet<>();
        stub().findUnclaimedEvents(request).getEventIdsList().forEach(id -> unclaimed.add(UUID.fromString(id)));
        return unclaimed;
    }

    /** Gives how many were not claimed. */
    int giveBack(List<byte[]> payloads) {
        ReturnClaimsRequest.Builder request = ReturnClaimsRequest.newBuilder();
        payloads.forEach(payload -> request.addEvents(lost(StoredEventCodec.read(payload))));
        return stub().returnClaims(request.build()).getReturned();
    }

    private static LostEvent lost(Event event) {
        return LostEvent.newBuilder()
                .setEventId(event.getEventId())
                .setWorkspace(event.getWorkspace())
                .setSource(event.getSource())
                .setMessageId(event.getMessageId())
                .setEventTime(event.getEventTime())
                .setRecordId(event.getRecordId())
                .build();
    }

    void end(long epoch) {
        var unused =
                stub().endRestore(EndRestoreRequest.newBuilder().setEpoch(epoch).build());
    }

    private RestoreServiceBlockingStub stub() {
        return ingestion.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
