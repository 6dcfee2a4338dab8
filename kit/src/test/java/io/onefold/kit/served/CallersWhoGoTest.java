package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.proto.ingestion.v1.GetLedgerResponse;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers who go in the very moment of their answer: the connection, and the calls of others on it, are left in peace. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class CallersWhoGoTest {
    private static final int CALLERS = 6;
    private static final int CALLS = 1_500;
    private static final double FIRST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(2);
    /** Who was answered waits less the next time, who went too early more: so they go around the moment of the answer on any machine. */
    private static final double LESS = 0.95;

    private static final double MORE = 1.05;

    private final ManagedChannel channel = Calls.newChannel();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @Test
    void theirConnectionLivesOn() throws Exception {
        Calls.blocking(channel, "Bearer dev-read").getLedger(Calls.request("nothing"));
        AtomicInteger broken = new AtomicInteger();
        // Whatever the calls themselves hear: none of them is to cost the connection.
        channel.notifyWhenStateChanged(ConnectivityState.READY, broken::incrementAndGet);
        Set<Status.Code> seen = Collections.synchronizedSet(EnumSet.noneOf(Status.Code.class));
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            long seed = caller;
            running.add(callers.submit(() -> goAndCome(new Random(seed), seen)));
        }
        for (Future<?> one : running) {
            one.get(300, TimeUnit.SECONDS);
        }
        assertEquals(EnumSet.of(Status.Code.OK, Status.Code.CANCELLED), seen);
        assertEquals(0, broken.get(), "the connection broke");
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        channel.shutdownNow();
    }

    private void goAndCome(Random random, Set<Status.Code> seen) {
        double patience = FIRST_PATIENCE;
        for (int i = 0; i < CALLS; i++) {
            CompletableFuture<Status> closed = new CompletableFuture<>();
            ClientCall<?, GetLedgerResponse> call = call(closed);
            LockSupport.parkNanos((long) ((0.5 + random.nextDouble()) * patience));
            call.cancel("gone", null);
            Status status = closed.orTimeout(60, TimeUnit.SECONDS).join();
            boolean unused = seen.add(status.getCode());
            patience *= status.isOk() ? LESS : MORE;
        }
    }

    private ClientCall<?, GetLedgerResponse> call(CompletableFuture<Status> closed) {
        var call = channel.newCall(IngestionServiceGrpc.getGetLedgerMethod(), CallOptions.DEFAULT);
        Metadata headers = new Metadata();
        headers.put(Calls.AUTHORIZATION, "Bearer dev-read");
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        closed.complete(status);
                    }
                },
                headers);
        call.sendMessage(Calls.request("nothing"));
        call.halfClose();
        call.request(2);
        return call;
    }
}
