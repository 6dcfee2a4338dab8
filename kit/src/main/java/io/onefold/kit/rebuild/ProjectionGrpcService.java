package io.onefold.kit.rebuild;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.feed.StreamServer;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.operations.v1.GetStateHashRequest;
import io.onefold.proto.operations.v1.GetStateHashResponse;
import io.onefold.proto.operations.v1.ProjectionServiceGrpc;
import io.onefold.proto.operations.v1.RebuildProjectionsRequest;
import io.onefold.proto.operations.v1.RebuildProjectionsResponse;
import io.onefold.proto.operations.v1.RebuildResult;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/** The ProjectionService. */
@GrpcService
class ProjectionGrpcService extends ProjectionServiceGrpc.ProjectionServiceImplBase {
    private final RequestLimits limits;
    private final Rebuilder rebuilder;
    private final StreamServer streams;

    ProjectionGrpcService(RequestLimits limits, Rebuilder rebuilder, StreamServer streams) {
        this.limits = limits;
        this.rebuilder = rebuilder;
        this.streams = streams;
    }

    @Override
    @Blocking
    public void getStateHash(GetStateHashRequest request, StreamObserver<GetStateHashResponse> observer) {
        limits.check(request);
        StateHash hash = rebuilder.hash(Caller.current().workspace());
        observer.onNext(GetStateHashResponse.newBuilder()
                .setStateHash(StateHashCodec.write(hash))
                .build());
        observer.onCompleted();
    }

    @Override
    public void rebuildProjections(
            RebuildProjectionsRequest request, StreamObserver<RebuildProjectionsResponse> observer) {
        limits.check(request);
        String workspace = Caller.current().workspace();
        streams.serve(
                (ServerCallStreamObserver<RebuildProjectionsResponse>) observer, sink -> rebuild(workspace, sink));
    }

    private void rebuild(String workspace, StreamServer.Sink<RebuildProjectionsResponse> sink)
            throws InterruptedException {
        StateHash before = rebuilder.hash(workspace);
        ToldProgress progress = new ToldProgress(sink);
        progress.send(RebuildProjectionsResponse.newBuilder()
                .setBefore(StateHashCodec.write(before))
                .build());
        rebuilder.rebuild(workspace, progress);
        StateHash after = rebuilder.hash(workspace);
        progress.send(RebuildProjectionsResponse.newBuilder()
                .setResult(RebuildResult.newBuilder()
                        .setBefore(StateHashCodec.write(before))
                        .setAfter(StateHashCodec.write(after))
                        .setLookedAtCount(progress.lookedAt())
                        .setCorrectedCount(progress.corrected()))
                .build());
    }
}
