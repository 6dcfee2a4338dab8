package io.onefold.segment.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedReader;
import io.onefold.kit.feed.FeedServer;
import io.onefold.kit.feed.StreamServer;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import io.onefold.proto.segment.v1.CreateAudienceResponse;
import io.onefold.proto.segment.v1.DeleteAudienceRequest;
import io.onefold.proto.segment.v1.DeleteAudienceResponse;
import io.onefold.proto.segment.v1.GetAudienceRequest;
import io.onefold.proto.segment.v1.GetAudienceResponse;
import io.onefold.proto.segment.v1.ListAudiencesRequest;
import io.onefold.proto.segment.v1.ListAudiencesResponse;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.ListMembershipsRequest;
import io.onefold.proto.segment.v1.ListMembershipsResponse;
import io.onefold.proto.segment.v1.PreviewAudienceRequest;
import io.onefold.proto.segment.v1.PreviewAudienceResponse;
import io.onefold.proto.segment.v1.ScanMembershipsRequest;
import io.onefold.proto.segment.v1.ScanMembershipsResponse;
import io.onefold.proto.segment.v1.UpdateAudienceRequest;
import io.onefold.proto.segment.v1.UpdateAudienceResponse;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceCodec;
import io.onefold.segment.audience.AudienceCreator;
import io.onefold.segment.audience.AudienceDeleter;
import io.onefold.segment.audience.AudienceDraft;
import io.onefold.segment.audience.AudienceFinder;
import io.onefold.segment.audience.AudienceUpdater;
import io.onefold.segment.listing.MemberListing;
import io.onefold.segment.listing.MembershipListing;
import io.onefold.segment.listing.MembershipScan;
import io.onefold.segment.membership.MembershipCodec;
import io.onefold.segment.preview.AudiencePreviewer;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.util.UUID;

/** Audiences over gRPC. */
@GrpcService
public class AudienceGrpcService extends AudienceServiceGrpc.AudienceServiceImplBase {
    private final RequestLimits limits;
    private final AudienceCodec codec;
    private final AudienceCreator creator;
    private final AudienceUpdater updater;
    private final AudienceDeleter deleter;
    private final AudienceFinder finder;
    private final AudiencePreviewer previewer;
    private final MemberListing members;
    private final MembershipListing memberships;
    private final MembershipScan scan;
    private final FeedReader feed;
    private final FeedServer feedServer;
    private final StreamServer streams;

    AudienceGrpcService(
            RequestLimits limits,
            AudienceCodec codec,
            AudienceCreator creator,
            AudienceUpdater updater,
            AudienceDeleter deleter,
            AudienceFinder finder,
            AudiencePreviewer previewer,
            MemberListing members,
            MembershipListing memberships,
            MembershipScan scan,
            FeedReader feed,
            FeedServer feedServer,
            StreamServer streams) {
        this.limits = limits;
        this.codec = codec;
        this.creator = creator;
        this.updater = updater;
        this.deleter = deleter;
        this.finder = finder;
        this.previewer = previewer;
        this.members = members;
        this.memberships = memberships;
        this.scan = scan;
        this.feed = feed;
        this.feedServer = feedServer;
        this.streams = streams;
    }

    @Override
    @Blocking
    public void createAudience(CreateAudienceRequest request, StreamObserver<CreateAudienceResponse> observer) {
        limits.requireReadable(request);
        // The rule's own check comes before the limits: it names the node and gives INVALID_RULE.
        AudienceDraft draft = codec.draft(request.getAudience());
        limits.check(request);
        Audience created = creator.create(Caller.current().workspace(), draft);
        observer.onNext(CreateAudienceResponse.newBuilder()
                .setAudience(codec.write(created))
                .build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void getAudience(GetAudienceRequest request, StreamObserver<GetAudienceResponse> observer) {
        limits.check(request);
        Audience found = finder.get(Caller.current().workspace(), request.getName());
        observer.onNext(
                GetAudienceResponse.newBuilder().setAudience(codec.write(found)).build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void listAudiences(ListAudiencesRequest request, StreamObserver<ListAudiencesResponse> observer) {
        limits.check(request);
        AudienceFinder.Page page =
                finder.list(Caller.current().workspace(), request.getPageSize(), request.getPageToken());
        observer.onNext(ListAudiencesResponse.newBuilder()
                .addAllAudiences(page.audiences().stream().map(codec::write).toList())
                .setNextPageToken(page.nextPageToken())
                .build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void updateAudience(UpdateAudienceRequest request, StreamObserver<UpdateAudienceResponse> observer) {
        limits.requireReadable(request);
        AudienceDraft draft = codec.draft(request.getAudience());
        limits.check(request);
        Audience updated = updater.update(Caller.current().workspace(), draft);
        observer.onNext(UpdateAudienceResponse.newBuilder()
                .setAudience(codec.write(updated))
                .build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void deleteAudience(DeleteAudienceRequest request, StreamObserver<DeleteAudienceResponse> observer) {
        limits.check(request);
        deleter.delete(Caller.current().workspace(), request.getName());
        observer.onNext(DeleteAudienceResponse.getDefaultInstance());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void previewAudience(PreviewAudienceRequest request, StreamObserver<PreviewAudienceResponse> observer) {
        limits.requireReadable(request);
        AudiencePreviewer.Subject subject = PreviewCodec.subject(request);
        limits.check(request);
        AudiencePreviewer.Outcome outcome =
                previewer.preview(PreviewCodec.query(Caller.current().workspace(), subject, request));
        observer.onNext(PreviewCodec.write(outcome));
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> observer) {
        limits.check(request);
        MemberListing.Page page = members.list(new MemberListing.Query(
                Caller.current().workspace(),
                request.getAudience(),
                request.getPageSize(),
                request.getPageToken(),
                request.getConsistencyToken()));
        observer.onNext(MembershipsCodec.write(page));
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void listMemberships(ListMembershipsRequest request, StreamObserver<ListMembershipsResponse> observer) {
        limits.check(request);
        MembershipListing.Listed listed = memberships.list(
                Caller.current().workspace(),
                UUID.fromString(request.getProfileId()),
                ConsistencyToken.decode(request.getConsistencyToken()));
        observer.onNext(MembershipsCodec.write(listed));
        observer.onCompleted();
    }

    @Override
    public void scanMemberships(ScanMembershipsRequest request, StreamObserver<ScanMembershipsResponse> observer) {
        limits.check(request);
        Caller caller = Caller.current();
        String workspace = caller.isInternal() ? "" : caller.workspace();
        streams.serve(
                (ServerCallStreamObserver<ScanMembershipsResponse>) observer,
                sink -> scan(workspace, request.getAudience(), sink));
    }

    /** The cursors are read before the first chunk: what changes from then on comes by WatchMemberships. */
    private void scan(String workspace, String audience, StreamServer.Sink<ScanMembershipsResponse> sink)
            throws InterruptedException {
        MembershipScan.Scan found = scan.of(workspace, audience);
        boolean open = sink.send(ScanMembershipsResponse.newBuilder()
                .addAllWatchCursors(feed.heads())
                .build());
        if (open) {
            found.into(chunk -> sink.send(MembershipsCodec.chunk(chunk)));
        }
    }

    @Override
    public void watchMemberships(WatchMembershipsRequest request, StreamObserver<WatchMembershipsResponse> observer) {
        limits.check(request);
        feedServer.serve(
                request.getCursorsList(),
                request.getMaxItems(),
                new MembershipCodec(request.getAudience()),
                (ServerCallStreamObserver<WatchMembershipsResponse>) observer);
    }
}
