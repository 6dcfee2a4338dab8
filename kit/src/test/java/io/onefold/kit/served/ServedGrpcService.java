package io.onefold.kit.served;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.feed.FeedServer;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.GetLedgerResponse;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** The way every service of the suite is built, as small as it gets. */
@GrpcService
class ServedGrpcService extends IngestionServiceGrpc.IngestionServiceImplBase {
    private final Deeds deeds;
    private final FeedServer feeds;
    private final CountingCodec codec;

    ServedGrpcService(Deeds deeds, FeedServer feeds, CountingCodec codec) {
        this.deeds = deeds;
        this.feeds = feeds;
        this.codec = codec;
    }

    @Override
    @Blocking
    public void getLedger(GetLedgerRequest request, StreamObserver<GetLedgerResponse> answer) {
        answer.onNext(deeds.perform(request, Caller.current()));
        answer.onCompleted();
    }

    @Override
    @Blocking
    public void ingest(IngestRequest request, StreamObserver<IngestResponse> answer) {
        answer.onNext(IngestResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> answer) {
        feeds.serve(
                request.getCursorsList(), request.getMaxItems(), codec, (ServerCallStreamObserver<WatchEventsResponse>)
                        answer);
    }
}
