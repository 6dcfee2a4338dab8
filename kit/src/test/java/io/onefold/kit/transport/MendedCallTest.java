package io.onefold.kit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.GetLedgerResponse;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker asks for while the event loop sets the call up reaches the transport after the set-up. */
class MendedCallTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void messagesAreAskedForAfterTheSetUp() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            Context context = vertx.getOrCreateContext();
            MendedCall<GetLedgerRequest, GetLedgerResponse> call =
                    new MendedCall<>(new Transport(order, asked), context, request.response());
            CountDownLatch workerAsked = new CountDownLatch(1);
            Thread worker = new Thread(() -> {
                call.request(2);
                workerAsked.countDown();
            });
            worker.start();
            // The worker has asked, and the set-up is not over.
            assertTrue(awaited(workerAsked));
            order.add("set up");
            request.response().end();
        });
        int port =
                server.listen(0).toCompletionStage().toCompletableFuture().get().actualPort();
        vertx.createHttpClient()
                .request(io.vertx.core.http.HttpMethod.GET, port, "localhost", "/")
                .compose(request -> request.send())
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertTrue(asked.get(60, TimeUnit.SECONDS), "asked for on another thread than the event loop");
        assertEquals(List.of("set up", "asked for 2"), order);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void deadlinesAreReadAsTheProtocolWritesThem() {
        for (String timeout : List.of("1H", "90M", "30S", "1500m", "99999999u", "1n")) {
            assertTrue(CallDeadlines.read(timeout).isPresent(), timeout);
        }
        for (String nonsense : List.of("", "S", "1", "1x", "-1S", "123456789S", "1.5S")) {
            assertFalse(CallDeadlines.read(nonsense).isPresent(), nonsense);
        }
        long left = CallDeadlines.read("9000000m").orElseThrow().timeRemaining(TimeUnit.SECONDS);
        assertTrue(left > 8000 && left <= 9000, Long.toString(left));
    }

    /** Notes what reaches the transport, and on which thread. */
    private static final class Transport extends ServerCall<GetLedgerRequest, GetLedgerResponse> {
        private final List<String> order;
        private final CompletableFuture<Boolean> asked;

        Transport(List<String> order, CompletableFuture<Boolean> asked) {
            this.order = order;
            this.asked = asked;
        }

        @Override
        public void request(int messages) {
            order.add("asked for " + messages);
            asked.complete(Context.isOnEventLoopThread());
        }

        @Override
        public void sendHeaders(Metadata headers) {
            order.add("headers");
        }

        @Override
        public void sendMessage(GetLedgerResponse message) {
            order.add("message");
        }

        @Override
        public void close(Status status, Metadata trailers) {
            order.add("closed");
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<GetLedgerRequest, GetLedgerResponse> getMethodDescriptor() {
            return IngestionServiceGrpc.getGetLedgerMethod();
        }
    }
}
