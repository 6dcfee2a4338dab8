package io.onefold.ingestion.grpc;

import io.grpc.stub.StreamObserver;
import io.onefold.ingestion.restore.LostEvent;
import io.onefold.ingestion.restore.Restore;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failures;
import io.onefold.kit.page.PageToken;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.ingestion.v1.EndRestoreRequest;
import io.onefold.proto.ingestion.v1.EndRestoreResponse;
import io.onefold.proto.ingestion.v1.FindUnclaimedEventsRequest;
import io.onefold.proto.ingestion.v1.FindUnclaimedEventsResponse;
import io.onefold.proto.ingestion.v1.GetRestoreRequest;
import io.onefold.proto.ingestion.v1.GetRestoreResponse;
import io.onefold.proto.ingestion.v1.ListLostEventsRequest;
import io.onefold.proto.ingestion.v1.ListLostEventsResponse;
import io.onefold.proto.ingestion.v1.RestoreServiceGrpc;
import io.onefold.proto.ingestion.v1.RestoredPartition;
import io.onefold.proto.ingestion.v1.ReturnClaimsRequest;
import io.onefold.proto.ingestion.v1.ReturnClaimsResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.util.List;
import java.util.UUID;

@GrpcService
class RestoreGrpcService extends RestoreServiceGrpc.RestoreServiceImplBase {
    private static final String LISTING = "lost-events";
    private static final int PAGE = 100;

    private final Restore restore;
    private final RequestLimits limits;

    RestoreGrpcService(Restore restore, RequestLimits limits) {
        this.restore = restore;
        this.limits = limits;
    }

    @Override
    @Blocking
    public void getRestore(GetRestoreRequest request, StreamObserver<GetRestoreResponse> observer) {
        Restore.Progress progress = restore.progress();
        GetRestoreResponse.Builder response =
                GetRestoreResponse.newBuilder().setEpoch(progress.epoch()).setAwaiting(progress.awaiting());
        progress.beganAt()
                .forEach((partition, position) -> response.addPartitions(
                        RestoredPartition.newBuilder().setPartition(partition).setBeganAt(position)));
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void findUnclaimedEvents(
            FindUnclaimedEventsRequest request, StreamObserver<FindUnclaimedEventsResponse> observer) {
        limits.check(request);
        List<UUID> ids =
                request.getEventIdsList().stream().map(UUID::fromString).toList();
        observer.onNext(FindUnclaimedEventsResponse.newBuilder()
                .addAllEventIds(
                        restore.unclaimed(ids).stream().map(UUID::toString).toList())
                .build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void returnClaims(ReturnClaimsRequest request, StreamObserver<ReturnClaimsResponse> observer) {
        limits.check(request);
        int returned = restore.giveBack(
                request.getEventsList().stream().map(LostEventCodec::read).toList());
        observer.onNext(ReturnClaimsResponse.newBuilder().setReturned(returned).build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void endRestore(EndRestoreRequest request, StreamObserver<EndRestoreResponse> observer) {
        limits.check(request);
        restore.end(request.getEpoch());
        observer.onNext(EndRestoreResponse.getDefaultInstance());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void listLostEvents(ListLostEventsRequest request, StreamObserver<ListLostEventsResponse> observer) {
        limits.check(request);
        int size = request.getPageSize() == 0 ? PAGE : request.getPageSize();
        List<LostEvent> events = restore.list(Caller.current().workspace(), after(request.getPageToken()), size + 1);
        List<LostEvent> page = events.subList(0, Math.min(size, events.size()));
        ListLostEventsResponse.Builder response = ListLostEventsResponse.newBuilder();
        page.forEach(event -> response.addEvents(LostEventCodec.write(event)));
        if (events.size() > size) {
            response.setNextPageToken(PageToken.after(
                    LISTING, List.of(page.get(size - 1).eventId().toString())));
        }
        observer.onNext(response.build());
        observer.onCompleted();
    }

    private static UUID after(String pageToken) {
        List<String> key = PageToken.read(LISTING, 1, pageToken);
        try {
            return key.isEmpty() ? new UUID(0, 0) : UUID.fromString(key.get(0));
        } catch (IllegalArgumentException notAnId) {
            throw Failures.invalidPageToken();
        }
    }
}
