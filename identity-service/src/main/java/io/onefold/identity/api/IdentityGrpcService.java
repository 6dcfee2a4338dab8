package io.onefold.identity.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.identity.erasure.FeedWiper;
import io.onefold.identity.lookup.Identity;
import io.onefold.identity.lookup.IdentityLookup;
import io.onefold.identity.lookup.PersonFixer;
import io.onefold.identity.resolve.Answer;
import io.onefold.identity.resolve.RecordEraser;
import io.onefold.identity.resolve.Resolver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.feed.FeedServer;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.identity.v1.EraseRecordsRequest;
import io.onefold.proto.identity.v1.EraseRecordsResponse;
import io.onefold.proto.identity.v1.FixPersonRequest;
import io.onefold.proto.identity.v1.FixPersonResponse;
import io.onefold.proto.identity.v1.GetErasureProgressRequest;
import io.onefold.proto.identity.v1.GetErasureProgressResponse;
import io.onefold.proto.identity.v1.GetIdentityRequest;
import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.identity.v1.IdentityServiceGrpc;
import io.onefold.proto.identity.v1.RecordOwner;
import io.onefold.proto.identity.v1.ResolveRequest;
import io.onefold.proto.identity.v1.ResolveResponse;
import io.onefold.proto.identity.v1.WatchIdentitiesRequest;
import io.onefold.proto.identity.v1.WatchIdentitiesResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.util.Set;
import java.util.UUID;

@GrpcService
class IdentityGrpcService extends IdentityServiceGrpc.IdentityServiceImplBase {
    private final Resolver resolver;
    private final IdentityLookup lookup;
    private final PersonFixer fixer;
    private final RecordEraser eraser;
    private final FeedWiper wiper;
    private final FeedServer feed;
    private final RequestLimits limits;
    private final IdentityFeedCodec feedCodec = new IdentityFeedCodec();

    IdentityGrpcService(
            Resolver resolver,
            IdentityLookup lookup,
            PersonFixer fixer,
            RecordEraser eraser,
            FeedWiper wiper,
            FeedServer feed,
            RequestLimits limits) {
        this.resolver = resolver;
        this.lookup = lookup;
        this.fixer = fixer;
        this.eraser = eraser;
        this.wiper = wiper;
        this.feed = feed;
        this.limits = limits;
    }

    @Override
    @Blocking
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> observer) {
        Answer answer = resolver.resolve(SightingCodec.read(request));
        observer.onNext(response(answer));
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void getIdentity(GetIdentityRequest request, StreamObserver<GetIdentityResponse> observer) {
        limits.check(request);
        String workspace = Caller.current().workspace();
        Identity identity = request.hasProfileId()
                ? lookup.byProfile(workspace, UUID.fromString(request.getProfileId()))
                : lookup.byIdentifier(workspace, identifier(request.getIdentifier()));
        observer.onNext(IdentityCodec.response(identity));
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void fixPerson(FixPersonRequest request, StreamObserver<FixPersonResponse> observer) {
        limits.check(request);
        String workspace = request.getWorkspace();
        Set<UUID> left = ErasureCodec.ids(request.getLeftRecordIdsList());
        observer.onNext(ErasureCodec.response(
                request.hasProfileId()
                        ? fixer.byProfile(workspace, UUID.fromString(request.getProfileId()), left)
                        : fixer.byIdentifier(workspace, identifier(request.getIdentifier()), left)));
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void eraseRecords(EraseRecordsRequest request, StreamObserver<EraseRecordsResponse> observer) {
        limits.check(request);
        observer.onNext(ErasureCodec.response(eraser.erase(ErasureCodec.read(request.getErasure()))));
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void getErasureProgress(
            GetErasureProgressRequest request, StreamObserver<GetErasureProgressResponse> observer) {
        limits.check(request);
        observer.onNext(GetErasureProgressResponse.newBuilder()
                .setWiped(wiper.isWiped(UUID.fromString(request.getErasureId())))
                .build());
        observer.onCompleted();
    }

    @Override
    public void watchIdentities(WatchIdentitiesRequest request, StreamObserver<WatchIdentitiesResponse> observer) {
        limits.check(request);
        feed.serve(request.getCursorsList(), request.getMaxItems(), feedCodec, (ServerCallStreamObserver<
                        WatchIdentitiesResponse>)
                observer);
    }

    private static Identifier identifier(io.onefold.proto.type.v1.Identifier sent) {
        return IdentifierNormalizer.normalize(sent.getNamespace(), sent.getValue());
    }

    private static ResolveResponse response(Answer answer) {
        ResolveResponse.Builder response =
                ResolveResponse.newBuilder().setConsistencyToken(answer.token().encode());
        answer.owners()
                .forEach(owner -> response.addOwners(RecordOwner.newBuilder()
                        .setRecordId(owner.recordId().toString())
                        .setProfileId(ChangeCodec.text(owner.profileId()))
                        .setVersion(owner.version())
                        .setErased(owner.erased())));
        answer.changes().forEach(change -> response.addChanges(ChangeCodec.message(change)));
        return response.build();
    }
}
