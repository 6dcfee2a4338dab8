package io.onefold.segment.api;

import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.feed.FeedServer;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import io.onefold.proto.segment.v1.CreateAudienceResponse;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceCodec;
import io.onefold.segment.audience.AudienceCreator;
import io.onefold.segment.audience.AudienceDraft;
import io.onefold.segment.membership.Member;
import io.onefold.segment.membership.MemberListing;
import io.onefold.segment.membership.MembershipCodec;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.time.Instant;

/** Audiences over gRPC. */
@GrpcService
public class AudienceGrpcService extends AudienceServiceGrpc.AudienceServiceImplBase {
    private final RequestLimits limits;
    private final AudienceCodec codec;
    private final AudienceCreator creator;
    private final MemberListing listing;
    private final FeedServer feeds;

    AudienceGrpcService(
            RequestLimits limits,
            AudienceCodec codec,
            AudienceCreator creator,
            MemberListing listing,
            FeedServer feeds) {
        this.limits = limits;
        this.codec = codec;
        this.creator = creator;
        this.listing = listing;
        this.feeds = feeds;
    }

    @Override
    @Blocking
    public void createAudience(CreateAudienceRequest request, StreamObserver<CreateAudienceResponse> observer) {
        // The rule's own check comes first: it names the node and gives INVALID_RULE.
        AudienceDraft draft = codec.draft(request.getAudience());
        CreateAudienceRequest unused = limits.check(request);
        Audience created = creator.create(Caller.current().workspace(), draft);
        observer.onNext(CreateAudienceResponse.newBuilder()
                .setAudience(codec.write(created))
                .build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> observer) {
        ListMembersRequest checked = limits.check(request);
        MemberListing.Page page = listing.list(new MemberListing.Query(
                Caller.current().workspace(),
                checked.getAudience(),
                checked.getPageSize(),
                checked.getPageToken(),
                checked.getConsistencyToken()));
        observer.onNext(ListMembersResponse.newBuilder()
                .addAllMembers(
                        page.members().stream().map(AudienceGrpcService::member).toList())
                .setNextPageToken(page.nextPageToken())
                .setTotalSize(page.totalSize())
                .build());
        observer.onCompleted();
    }

    @Override
    public void watchMemberships(WatchMembershipsRequest request, StreamObserver<WatchMembershipsResponse> observer) {
        WatchMembershipsRequest checked = limits.check(request);
        feeds.serve(
                checked.getCursorsList(),
                checked.getMaxItems(),
                new MembershipCodec(checked.getAudience()),
                (ServerCallStreamObserver<WatchMembershipsResponse>) observer);
    }

    private static io.onefold.proto.segment.v1.Member member(Member member) {
        var proto = io.onefold.proto.segment.v1.Member.newBuilder()
                .setProfileId(member.profileId().toString());
        member.since().map(AudienceGrpcService::timestamp).ifPresent(proto::setSince);
        return proto.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
