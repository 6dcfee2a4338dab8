package io.onefold.ingestion.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.ingestion.filing.Filed;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failures;
import io.onefold.proto.ingestion.v1.IngestStreamRequest;
import io.onefold.proto.ingestion.v1.IngestStreamResponse;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One stream. A request is in work from its arrival until its answer is handed to a transport that takes it; with {@link #MOST_IN_WORK} of
 * them nothing more is read. So a client that does not read its answers is soon not read either, and holds this much memory and no more.
 *
 * <p>Messages are asked for one by one, the next when the one before it was read and handed over to be filed: of what was not yet let in,
 * there is never more than one in memory. What is done next is decided in one place, {@link #turn}, on one thread at a time.
 *
 * <p>The key is looked up for each request: who comes with one that is no longer the source's is told so, and the stream ends.
 */
final class IngestStream implements StreamObserver<IngestStreamRequest> {
    static final int MOST_IN_WORK = 64;

    /** What became of a request. */
    sealed interface Answer {
        String requestId();
    }

    record Done(String requestId, Filed filed) implements Answer {}

    record Failed(String requestId, Throwable failure) implements Answer {}

    private final IngestStreams streams;
    private final IngestStreams.Opener opener;
    private final ServerCallStreamObserver<IngestStreamResponse> call;
    private final Executor workers;

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean asked;
    private volatile boolean taking;
    private volatile boolean halfClosed;
    private volatile boolean over;
    private volatile boolean cut;
    private volatile long lastMoved = System.nanoTime();
    private volatile @Nullable StatusRuntimeException stopped;

    IngestStream(
            IngestStreams streams,
            IngestStreams.Opener opener,
            ServerCallStreamObserver<IngestStreamResponse> call,
            Executor workers) {
        this.streams = streams;
        this.opener = opener;
        this.call = call;
        this.workers = workers;
    }

    void begin() {
        call.disableAutoRequest();
        call.setOnCancelHandler(this::end);
        call.setOnReadyHandler(this::soon);
        soon();
    }

    @Override
    public void onNext(IngestStreamRequest request) {
        inWork.incrementAndGet();
        lastMoved = System.nanoTime();
        taking = true;
        asked = false;
        run(() -> take(request));
    }

    private void take(IngestStreamRequest request) {
        String id = request.getRequestId();
        if (!streams.knows(opener)) {
            answers.add(new Failed(id, Failures.unknownCredential()));
            taking = false;
            stop(streams.failed(Failures.unknownCredential()));
            return;
        }
        CompletableFuture<Filed> filed = streams.file(opener.caller(), request);
        opener.handedOn().accept(request.getSerializedSize());
        taking = false;
        var unused = filed.whenComplete((done, failure) -> {
            answers.add(failure == null ? new Done(id, done) : new Failed(id, failure));
            // Not on the committer's thread, for which others wait.
            soon();
        });
        turn();
    }

    @Override
    public void onCompleted() {
        halfClosed = true;
        soon();
    }

    @Override
    public void onError(Throwable cancelled) {
        end();
    }

    /** Reads no more, answers what is in work, and ends. */
    void stop(StatusRuntimeException why) {
        stopped = why;
        soon();
    }

    /** Ends without waiting for anything. */
    void cut(StatusRuntimeException why) {
        cut = true;
        stop(why);
    }

    Caller caller() {
        return opener.caller();
    }

    /** Since something was last sent or taken by the client. */
    long idleNanos(long now) {
        return now - lastMoved;
    }

    int inWork() {
        return inWork.get();
    }

    private void soon() {
        run(this::turn);
    }

    /** Whoever comes while another is at it lets that one go round once more. */
    private void turn() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int seen = 0;
        do {
            seen = turns.get();
            try {
                step();
            } catch (RuntimeException | Error broken) {
                fail(streams.failed(broken));
            }
        } while (!turns.compareAndSet(seen, 0));
    }

    private void step() {
        if (over || call.isCancelled()) {
            end();
            return;
        }
        for (Answer answer = next(); answer != null; answer = next()) {
            call.onNext(streams.render(answer));
            inWork.decrementAndGet();
            lastMoved = System.nanoTime();
        }
        StatusRuntimeException stopping = stopped;
        if (cut && stopping != null) {
            fail(stopping);
            return;
        }
        boolean reading = !halfClosed && stopping == null;
        if (reading && !asked && !taking && inWork.get() < MOST_IN_WORK) {
            asked = true;
            call.request(1);
        } else if (!reading && inWork.get() == 0) {
            if (stopping != null && !halfClosed) {
                fail(stopping);
            } else {
                end();
                call.onCompleted();
            }
        }
    }

    private void fail(StatusRuntimeException why) {
        end();
        call.onError(why);
    }

    private @Nullable Answer next() {
        return call.isReady() ? answers.poll() : null;
    }

    private void end() {
        over = true;
        answers.clear();
        streams.ended(this);
    }

    private void run(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException shutDown) {
            work.run();
        }
    }
}
