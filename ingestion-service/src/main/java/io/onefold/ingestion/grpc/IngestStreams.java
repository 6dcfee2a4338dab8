package io.onefold.ingestion.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.filing.EventIngestor;
import io.onefold.ingestion.filing.Filed;
import io.onefold.ingestion.source.SourceRegistry;
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
import java.util.concurrent.Semaphore;

/** The streams of events that are open. */
@ApplicationScoped
class IngestStreams {
    private static final int LONGEST_ID = 64;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    /** Streams last. */
    private static final Duration FULL_DELAY = Duration.ofSeconds(5);

    private final EventIngestor ingestor;
    private final StatusRenderer renderer;
    private final Executor workers;
    private final SourceRegistry sources;
    private final int maxStreams;
    private final Semaphore free;
    private final Set<IngestStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    IngestStreams(
            EventIngestor ingestor,
            StatusRenderer renderer,
            Executor workers,
            SourceRegistry sources,
            IngestionConfig config) {
        this.ingestor = ingestor;
        this.renderer = renderer;
        this.workers = workers;
        this.sources = sources;
        this.maxStreams = config.maxStreams();
        this.free = new Semaphore(maxStreams);
    }

    /** Who opened a stream, and by which key. */
    record Opener(Caller caller, String key) {}

    /** Begins to serve a stream. The call's thread must not have returned yet. */
    StreamObserver<IngestStreamRequest> open(ServerCallStreamObserver<IngestStreamResponse> call) {
        if (!free.tryAcquire()) {
            call.onError(
                    failed(Failures.overloaded("this replica serves " + maxStreams + " streams already", FULL_DELAY)));
            return new IngestStreamRefused();
        }
        IngestStream stream = new IngestStream(this, new Opener(Caller.current(), KeyOfCall.current()), call, workers);
        open.add(stream);
        stream.begin();
        if (stopping) {
            stream.stop(failed(shuttingDown()));
        }
        return stream;
    }

    /** However often it is said. */
    void ended(IngestStream stream) {
        if (open.remove(stream)) {
            free.release();
        }
    }

    /** Whether the key still is that of the source: it may have been changed since the stream was opened. */
    boolean knows(Opener opener) {
        return sources.find(opener.key()).filter(opener.caller()::equals).isPresent();
    }

    /** Hears what still comes of a call that was refused. */
    private static final class IngestStreamRefused implements StreamObserver<IngestStreamRequest> {
        @Override
        public void onNext(IngestStreamRequest request) {}

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
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
