package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.onefold.devstack.DevStackTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Blocking methods start on a worker while the transport is still being set up on the event loop: no call may be lost between the two. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class EveryCallIsAnsweredTest {
    private static final int CALLERS = 8;
    private static final int CALLS = 2_000;

    @Inject
    Witness witness;

    @Test
    void callsAreMendedBeforeTheyMoveToAWorker() {
        ManagedChannel channel = Calls.newChannel();
        Calls.blocking(channel, "Bearer dev-read").getLedger(Calls.request("nothing"));
        channel.shutdownNow();
        assertTrue(witness.sawOnEventLoop("GetLedger"));
    }

    @Test
    void alsoOfManyAtOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        ManagedChannel channel = Calls.newChannel();
        try {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                answered.add(callers.submit(() -> calls(channel)));
            }
            for (Future<Integer> one : answered) {
                assertEquals(CALLS, one.get());
            }
        } finally {
            callers.shutdownNow();
            channel.shutdownNow();
        }
    }

    private static int calls(ManagedChannel channel) {
        int answered = 0;
        for (int i = 0; i < CALLS; i++) {
            answered += Calls.blocking(channel, "Bearer dev-read")
                    .withDeadlineAfter(120, TimeUnit.SECONDS)
                    .getLedger(Calls.request("nothing"))
                    .getEntriesCount();
        }
        return answered;
    }
}
