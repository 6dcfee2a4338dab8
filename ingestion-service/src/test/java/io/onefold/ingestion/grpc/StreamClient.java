package io.onefold.ingestion.grpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.onefold.ingestion.Service;
import io.onefold.proto.ingestion.v1.IngestStreamRequest;
import io.onefold.proto.ingestion.v1.IngestStreamResponse;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.RawEvent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's end of one stream, which reads only what it is told to. */
public final class StreamClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final BlockingQueue<IngestStreamResponse> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final ClientCallStreamObserver<IngestStreamRequest> call;

    public StreamClient(Service service, String writeKey) {
        var opened = Service.with(writeKey, IngestionServiceGrpc.newStub(service.channel()))
                .withDeadlineAfter(15, TimeUnit.MINUTES)
                .ingestStream(new ClientResponseObserver<IngestStreamRequest, IngestStreamResponse>() {
                    @Override
                    public void beforeStart(ClientCallStreamObserver<IngestStreamRequest> stream) {
                        stream.disableAutoRequestWithInitial(0);
                    }

                    @Override
                    public void onNext(IngestStreamResponse response) {
                        received.add(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        broken.complete(failure);
                        ended.complete(Status.fromThrowable(failure));
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(Status.OK);
                    }
                });
        this.call = (ClientCallStreamObserver<IngestStreamRequest>) opened;
    }

    public void send(String requestId, List<String> events) {
        IngestStreamRequest.Builder request = IngestStreamRequest.newBuilder().setRequestId(requestId);
        events.forEach(event -> request.addEvents(RawEvent.newBuilder().setJson(ByteString.copyFromUtf8(event))));
        call.onNext(request.build());
    }

    public IngestStreamResponse next() throws InterruptedException {
        return next(() -> {});
    }

    /** The next answer; until it comes, something is done again and again. */
    IngestStreamResponse next(Runnable meanwhile) throws InterruptedException {
        call.request(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        IngestStreamResponse response = null;
        while (response == null && System.nanoTime() < end) {
            meanwhile.run();
            response = received.poll(100, TimeUnit.MILLISECONDS);
        }
        assertTrue(response != null, () -> "no answer came; ended: " + ended);
        return response;
    }

    public void halfClose() {
        call.onCompleted();
    }

    /** How the stream ended; no answer may be left. */
    public Status ended() {
        call.request(1);
        Status status = ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        assertTrue(received.isEmpty(), "an answer more than requests");
        return status;
    }

    /** What the stream was refused with. */
    com.google.rpc.Status refusal() {
        com.google.rpc.Status status = StatusProto.fromThrowable(
                broken.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        assertTrue(status != null, "an error carries its details");
        return status;
    }

    @Override
    public void close() {
        call.cancel("enough", null);
    }
}
