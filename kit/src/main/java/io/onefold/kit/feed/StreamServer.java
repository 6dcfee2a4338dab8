package io.onefold.kit.feed;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves server streams that end, such as scans: one thread per caller produces only while the transport takes more, so a slow caller
 * holds one response in memory and no more.
 */
@ApplicationScoped
public class StreamServer {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    private final StatusRenderer renderer;
    private final FeedConfig config;
    private final ExecutorService producers;

    public StreamServer(StatusRenderer renderer, FeedConfig config) {
        this.renderer = renderer;
        this.config = config;
        this.producers =
                new ThreadPoolExecutor(0, config.maxWatchers(), 30, TimeUnit.SECONDS, new SynchronousQueue<>());
    }

    /** Produces a stream; returns when it has ended. */
    @FunctionalInterface
    public interface Producer<R> {
        void produce(Sink<R> sink) throws InterruptedException;
    }

    /** Where a stream's responses go. */
    @FunctionalInterface
    public interface Sink<R> {
        /** Waits until the caller takes more, then sends; false once the caller is gone. */
        boolean send(R response) throws InterruptedException;
    }

    /** Begins to serve a caller; returns at once. The call's thread must not have returned yet. */
    public <R> void serve(ServerCallStreamObserver<R> caller, Producer<R> producer) {
        Outlet<R> outlet = new Outlet<>(caller);
        try {
            producers.execute(Context.current().wrap(() -> run(outlet, producer)));
        } catch (RejectedExecutionException full) {
            if (producers.isShutdown()) {
                throw Failures.unavailable("the service is stopping", RETRY_DELAY);
            }
            throw Failures.overloaded("this replica serves " + config.maxWatchers() + " scans already", RETRY_DELAY);
        }
    }

    private <R> void run(Outlet<R> outlet, Producer<R> producer) {
        try {
            producer.produce(response -> {
                boolean open = outlet.awaitReady(config.recheck());
                if (open) {
                    outlet.send(response);
                }
                return open;
            });
            outlet.complete();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            outlet.fail(renderer.render(Failures.unavailable("the service is stopping", RETRY_DELAY)));
        } catch (RuntimeException | Error failure) {
            outlet.fail(renderer.render(failure));
        }
    }

    /** Before the calls in progress are waited for. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        producers.shutdownNow();
    }
}
