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
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** The streams of events that are open. */
@ApplicationScoped
class IngestStreams {
    private static final int LONGEST_ID = 64;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final int LOOKS_WHILE_IDLE = 10;

    private final EventIngestor ingestor;
    private final StatusRenderer renderer;
    private final Executor workers;
    private final SourceRegistry sources;
    private final StreamPlaces places;
    private final Duration idle;
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
        this.places = new StreamPlaces(config);
        this.idle = config.streamIdle();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        long period = Math.max(1, idle.dividedBy(LOOKS_WHILE_IDLE).toMillis());
        long unused = vertx.setPeriodic(period, now -> endIdle(idle));
    }

    /** Ends the streams of clients who have forgotten them, or have gone where no network tells of it. */
    void endIdle(Duration atLeast) {
        long now = System.nanoTime();
        Failure why =
                Failures.unavailable("nothing was sent or taken for " + atLeast + "; open a new stream", RETRY_DELAY);
        open.stream()
                .filter(stream -> stream.idleNanos(now) >= atLeast.toNanos())
                .forEach(stream -> stream.cut(failed(why)));
    }

    /**
     * Who opened a stream, and by which key.
     *
     * @param handedOn is told how many bytes of what arrived were handed on
     */
    record Opener(Caller caller, String key, LongConsumer handedOn) {}

    /** Begins to serve a stream. The call's thread must not have returned yet. */
    StreamObserver<IngestStreamRequest> open(ServerCallStreamObserver<IngestStreamResponse> call) {
        Opener opener = new Opener(Caller.current(), KeyOfCall.current(), KeyOfCall.handedOn());
        Optional<Failure> full = places.take(opener.caller());
        if (full.isPresent()) {
            call.onError(failed(full.get()));
            return new IngestStreamRefused();
        }
        IngestStream stream = new IngestStream(this, opener, call, workers);
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
            places.giveBack(stream.caller());
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
