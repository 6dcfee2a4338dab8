package io.onefold.ingestion.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.ingestion.filing.EventIngestor;
import io.onefold.ingestion.filing.Filed;
import io.onefold.ingestion.ledger.Ledger;
import io.onefold.ingestion.ledger.LedgerKey.Counted;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.access.Caller;
import io.onefold.kit.feed.FeedServer;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.GetLedgerResponse;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.IngestStreamRequest;
import io.onefold.proto.ingestion.v1.IngestStreamResponse;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.Channel;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

@GrpcService
class IngestionGrpcService extends IngestionServiceGrpc.IngestionServiceImplBase {
    private static final EventItemCodec CODEC = new EventItemCodec();

    private final EventIngestor ingestor;
    private final IngestStreams streams;
    private final FeedServer feed;
    private final Ledger ledger;
    private final SourceRegistry sources;
    private final RequestLimits limits;

    IngestionGrpcService(
            EventIngestor ingestor,
            IngestStreams streams,
            FeedServer feed,
            Ledger ledger,
            SourceRegistry sources,
            RequestLimits limits) {
        this.ingestor = ingestor;
        this.streams = streams;
        this.feed = feed;
        this.ledger = ledger;
        this.sources = sources;
        this.limits = limits;
    }

    /** The hot path: limits are checked in plain code (a test shows that it is the proto's rules). */
    @Override
    @Blocking
    public void ingest(IngestRequest request, StreamObserver<IngestResponse> observer) {
        Filed filed = ingestor.ingest(Caller.current(), IngestCodec.arrivals(request.getEventsList()));
        observer.onNext(IngestCodec.response(filed));
        observer.onCompleted();
    }

    @Override
    public StreamObserver<IngestStreamRequest> ingestStream(StreamObserver<IngestStreamResponse> observer) {
        return streams.open((ServerCallStreamObserver<IngestStreamResponse>) observer);
    }

    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> observer) {
        limits.check(request);
        feed.serve(
                request.getCursorsList(), request.getMaxItems(), CODEC, (ServerCallStreamObserver<WatchEventsResponse>)
                        observer);
    }

    @Override
    @Blocking
    public void getLedger(GetLedgerRequest request, StreamObserver<GetLedgerResponse> observer) {
        limits.check(request);
        String workspace = Caller.current().workspace();
        GetLedgerResponse.Builder response = GetLedgerResponse.newBuilder();
        ledger.read(workspace, request.getSource())
                .forEach((source, account) -> response.addEntries(entry(workspace, source, account)));
        observer.onNext(response.build());
        observer.onCompleted();
    }

    private LedgerEntry entry(String workspace, String source, Ledger.Account account) {
        Channel channel = sources.channel(workspace, source)
                .map(kind -> Channel.valueOf("CHANNEL_" + kind.name()))
                .orElse(Channel.CHANNEL_UNSPECIFIED);
        return LedgerEntry.newBuilder()
                .setSource(source)
                .setChannel(channel)
                .setReceived(account.of(Counted.RECEIVED))
                .setAccepted(account.of(Counted.ACCEPTED))
                .setDuplicate(account.of(Counted.DUPLICATE))
                .setQuarantined(account.of(Counted.QUARANTINED))
                .setRejected(account.of(Counted.REJECTED))
                .setConflict(account.of(Counted.CONFLICT))
                .putAllReasons(account.reasons())
                .build();
    }
}
