package io.onefold.profile.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedReader;
import io.onefold.kit.feed.FeedServer;
import io.onefold.kit.feed.StreamServer;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.profile.change.ProfileFeedCodec;
import io.onefold.profile.event.StoredEventCodec;
import io.onefold.profile.scan.FactReader;
import io.onefold.profile.scan.FactsCodec;
import io.onefold.profile.scan.FeedProgress;
import io.onefold.profile.scan.ProfileScanner;
import io.onefold.profile.view.ProfileCodec;
import io.onefold.profile.view.ProfileViewer;
import io.onefold.profile.view.TimelineLister;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.BatchGetFactsResponse;
import io.onefold.proto.profile.v1.BatchGetProfilesRequest;
import io.onefold.proto.profile.v1.BatchGetProfilesResponse;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.GetProfileResponse;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.GetProgressResponse;
import io.onefold.proto.profile.v1.ListTimelineRequest;
import io.onefold.proto.profile.v1.ListTimelineResponse;
import io.onefold.proto.profile.v1.ProfileServiceGrpc;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.util.List;

/** The ProfileService. */
@GrpcService
class ProfileGrpcService extends ProfileServiceGrpc.ProfileServiceImplBase {
    private final RequestLimits limits;
    private final ProfileViewer viewer;
    private final TimelineLister timelines;
    private final FactReader facts;
    private final ProfileScanner scanner;
    private final FeedProgress progress;
    private final FeedReader feed;
    private final FeedServer feedServer;
    private final StreamServer streams;
    private final ProfileFeedCodec feedCodec = new ProfileFeedCodec();

    ProfileGrpcService(
            RequestLimits limits,
            ProfileViewer viewer,
            TimelineLister timelines,
            FactReader facts,
            ProfileScanner scanner,
            FeedProgress progress,
            FeedReader feed,
            FeedServer feedServer,
            StreamServer streams) {
        this.limits = limits;
        this.viewer = viewer;
        this.timelines = timelines;
        this.facts = facts;
        this.scanner = scanner;
        this.progress = progress;
        this.feed = feed;
        this.feedServer = feedServer;
        this.streams = streams;
    }

    @Override
    @Blocking
    public void getProfile(GetProfileRequest request, StreamObserver<GetProfileResponse> observer) {
        limits.check(request);
        ProfileViewer.Query query = ProfileQueryCodec.read(Caller.current().workspace(), request);
        ConsistencyToken token = ConsistencyToken.decode(request.getConsistencyToken());
        observer.onNext(GetProfileResponse.newBuilder()
                .setProfile(ProfileCodec.write(viewer.view(query, token)))
                .build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void batchGetProfiles(BatchGetProfilesRequest request, StreamObserver<BatchGetProfilesResponse> observer) {
        limits.check(request);
        List<ProfileViewer.Query> queries =
                ProfileQueryCodec.read(Caller.current().workspace(), request);
        ConsistencyToken token = ConsistencyToken.decode(request.getConsistencyToken());
        BatchGetProfilesResponse.Builder response = BatchGetProfilesResponse.newBuilder();
        viewer.answers(queries, token).forEach(answer -> response.addResults(ProfileCodec.write(answer)));
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void listTimeline(ListTimelineRequest request, StreamObserver<ListTimelineResponse> observer) {
        limits.check(request);
        TimelineLister.Page page = timelines.list(new TimelineLister.Query(
                Caller.current().workspace(),
                ProfileQueryCodec.key(request),
                request.getName(),
                request.getPageSize(),
                request.getPageToken()));
        ListTimelineResponse.Builder response =
                ListTimelineResponse.newBuilder().setNextPageToken(page.nextToken());
        page.entries().forEach(entry -> response.addEvents(StoredEventCodec.read(entry.payload())));
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    public void scanProfiles(ScanProfilesRequest request, StreamObserver<ScanProfilesResponse> observer) {
        limits.check(request);
        Caller caller = Caller.current();
        ProfileScanner.Query query = new ProfileScanner.Query(
                caller.isInternal() ? request.getWorkspace() : caller.workspace(),
                FactsCodec.read(request.getSelectorsList()),
                request.getIncludeProfile(),
                ConsistencyToken.decode(request.getConsistencyToken()));
        streams.serve((ServerCallStreamObserver<ScanProfilesResponse>) observer, sink -> scan(query, sink));
    }

    /** The cursors are read before the first chunk: what changes from then on comes by WatchProfiles. */
    private void scan(ProfileScanner.Query query, StreamServer.Sink<ScanProfilesResponse> sink)
            throws InterruptedException {
        scanner.awaitToken(query);
        boolean open = sink.send(ScanProfilesResponse.newBuilder()
                .addAllWatchCursors(feed.heads())
                .build());
        List<ProfileScanner.Scanned> chunk = scanner.chunk(query, null);
        while (open && !chunk.isEmpty()) {
            for (ScanProfilesResponse response : FactsCodec.write(chunk)) {
                open = open && sink.send(response);
            }
            chunk = scanner.chunk(query, chunk.get(chunk.size() - 1).facts().profileId());
        }
    }

    @Override
    public void watchProfiles(WatchProfilesRequest request, StreamObserver<WatchProfilesResponse> observer) {
        limits.check(request);
        feedServer.serve(request.getCursorsList(), request.getMaxItems(), feedCodec, (ServerCallStreamObserver<
                        WatchProfilesResponse>)
                observer);
    }

    @Override
    @Blocking
    public void batchGetFacts(BatchGetFactsRequest request, StreamObserver<BatchGetFactsResponse> observer) {
        limits.check(request);
        BatchGetFactsResponse.Builder response = BatchGetFactsResponse.newBuilder();
        facts.read(ProfileIds.parse(request.getProfileIdsList()), FactsCodec.read(request.getSelectorsList()))
                .forEach(read -> response.addProfiles(FactsCodec.write(read)));
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void getProgress(GetProgressRequest request, StreamObserver<GetProgressResponse> observer) {
        limits.check(request);
        ConsistencyToken reached = progress.of(ConsistencyToken.decode(request.getConsistencyToken()));
        observer.onNext(GetProgressResponse.newBuilder()
                .setConsistencyToken(reached.encode())
                .build());
        observer.onCompleted();
    }
}
