package io.onefold.ingestion.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.ingestion.filing.EventIngestor;
import io.onefold.ingestion.filing.Filed;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.onefold.proto.ingestion.v1.IngestStreamRequest;
import io.onefold.proto.ingestion.v1.IngestStreamResponse;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The streams of events that are open. */
@ApplicationScoped
class IngestStreams {
    private static final int LONGEST_ID = 64;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final EventIngestor ingestor;
    private final StatusRenderer renderer;
    private final Executor workers;
    private final Set<IngestStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    IngestStreams(EventIngestor ingestor, StatusRenderer renderer, Executor workers) {
        this.ingestor = ingestor;
        this.renderer = renderer;
        this.workers = workers;
    }

    /** Begins to serve a stream. The call's thread must not have returned yet. */
    StreamObserver<IngestStreamRequest> open(ServerCallStreamObserver<IngestStreamResponse> call) {
        IngestStream stream = new IngestStream(this, Caller.current(), call, workers);
        open.add(stream);
        stream.begin();
        if (stopping) {
            stream.stop(failed(shuttingDown()));
        }
        return stream;
    }

    void ended(IngestStream stream) {
        open.remove(stream);
    }

    /** How many requests each open stream has in work. */
    List<Integer> inWork() {
        return open.stream().map(IngestStream::inWork).toList();
    }

    /** Reads a request on the caller's thread; whatever is wrong with it is in what it gives. */
    CompletableFuture<Filed> file(Caller caller, IngestStreamRequest request) {
        try {
            requireId(request.getRequestId());
            return ingestor.submit(caller, IngestCodec.arrivals(request.getEventsList()));
        } catch (RuntimeException | Error refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** The same limit as the proto's rule, which is not evaluated on this path. */
    static void requireId(String requestId) {
        if (requestId.codePointCount(0, requestId.length()) > LONGEST_ID) {
            throw Failures.invalidField("request_id", "must have at most " + LONGEST_ID + " characters");
        }
    }

    IngestStreamResponse render(IngestStream.Answer answer) {
        IngestStreamResponse.Builder response =
                IngestStreamResponse.newBuilder().setRequestId(answer.requestId());
        if (answer instanceof IngestStream.Done done) {
            return response.setResponse(IngestCodec.response(done.filed())).build();
        }
        IngestStream.Failed failed = (IngestStream.Failed) answer;
        return response.setError(IngestCodec.error(failed(failed.failure()))).build();
    }

    StatusRuntimeException failed(Throwable failure) {
        return renderer.render(failure);
    }

    private static Failure shuttingDown() {
        return Failures.unavailable("the service is stopping", RETRY_DELAY);
    }

    /** Before the calls in progress are waited for: these would go on for ever. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        stopOpen();
    }

    void stopOpen() {
        open.forEach(stream -> stream.stop(failed(shuttingDown())));
    }
}
