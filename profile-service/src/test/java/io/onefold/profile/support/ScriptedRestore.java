package io.onefold.profile.support;

import io.grpc.stub.StreamObserver;
import io.onefold.proto.ingestion.v1.EndRestoreRequest;
import io.onefold.proto.ingestion.v1.EndRestoreResponse;
import io.onefold.proto.ingestion.v1.FindUnclaimedEventsRequest;
import io.onefold.proto.ingestion.v1.FindUnclaimedEventsResponse;
import io.onefold.proto.ingestion.v1.GetRestoreRequest;
import io.onefold.proto.ingestion.v1.GetRestoreResponse;
import io.onefold.proto.ingestion.v1.LostEvent;
import io.onefold.proto.ingestion.v1.RestoreServiceGrpc;
import io.onefold.proto.ingestion.v1.RestoredPartition;
import io.onefold.proto.ingestion.v1.ReturnClaimsRequest;
import io.onefold.proto.ingestion.v1.ReturnClaimsResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Plays an ingestion that may have been restored. */
public final class ScriptedRestore extends RestoreServiceGrpc.RestoreServiceImplBase {
    private static final int PARTITIONS = 16;

    private final Set<String> lacking = new HashSet<>();
    private final List<LostEvent> returned = new ArrayList<>();
    private long epoch = 7;
    private long beganAt;
    private boolean awaiting;
    private int asked;

    /** From now on a store that lacks these events, and whose partitions all ended at a position. */
    public synchronized void restore(Set<String> eventIds, long position) {
        lacking.clear();
        lacking.addAll(eventIds);
        returned.clear();
        asked = 0;
        beganAt = position;
        epoch++;
        awaiting = true;
    }

    public synchronized boolean isAwaiting() {
        return awaiting;
    }

    /** How often it was asked what it lacks. */
    public synchronized int asked() {
        return asked;
    }

    public synchronized List<LostEvent> returned() {
        return List.copyOf(returned);
    }

    @Override
    public synchronized void getRestore(GetRestoreRequest request, StreamObserver<GetRestoreResponse> observer) {
        GetRestoreResponse.Builder response =
                GetRestoreResponse.newBuilder().setEpoch(epoch).setAwaiting(awaiting);
        for (int p = 0; p < PARTITIONS; p++) {
            response.addPartitions(
                    RestoredPartition.newBuilder().setPartition(p).setBeganAt(beganAt));
        }
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    public synchronized void findUnclaimedEvents(
            FindUnclaimedEventsRequest request, StreamObserver<FindUnclaimedEventsResponse> observer) {
        asked++;
        observer.onNext(FindUnclaimedEventsResponse.newBuilder()
                .addAllEventIds(request.getEventIdsList().stream()
                        .filter(lacking::contains)
                        .toList())
                .build());
        observer.onCompleted();
    }

    @Override
    public synchronized void returnClaims(ReturnClaimsRequest request, StreamObserver<ReturnClaimsResponse> observer) {
        returned.addAll(request.getEventsList());
        observer.onNext(ReturnClaimsResponse.newBuilder()
                .setReturned(request.getEventsCount())
                .build());
        observer.onCompleted();
    }

    @Override
    public synchronized void endRestore(EndRestoreRequest request, StreamObserver<EndRestoreResponse> observer) {
        awaiting = awaiting && request.getEpoch() != epoch;
        observer.onNext(EndRestoreResponse.getDefaultInstance());
        observer.onCompleted();
    }
}
