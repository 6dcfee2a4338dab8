package io.onefold.launcher.bench;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.ServiceKeeper;
import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Kills, and sends one event until it is accepted; whoever died is started again by the stack, or by the services' keeper. */
final class Recovery implements AutoCloseable {
    static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long ANSWER_MILLIS = 1_000;
    private static final long PAUSE_MILLIS = 20;

    private final Suite suite;
    private final SuiteClient client;
    private final ServiceKeeper keeper;
    private int sent;

    Recovery(Suite suite, SuiteClient client) {
        this.suite = suite;
        this.client = client;
        this.keeper = suite.keepServices();
    }

    /** A death. */
    private interface Kill {
        void strike() throws IOException;
    }

    /** The seconds of the slowest round. */
    double afterPostgres() throws IOException, InterruptedException {
        return slowest(() -> {
            long unused = suite.stack().crash("postgres");
        });
    }

    /** The seconds of the slowest round. */
    double afterIngestion() throws IOException, InterruptedException {
        return slowest(() -> {
            long unused = suite.service("ingestion").crash();
        });
    }

    private double slowest(Kill kill) throws IOException, InterruptedException {
        double slowest = 0;
        for (int round = 0; round < ROUNDS; round++) {
            awaitReady();
            long start = System.nanoTime();
            kill.strike();
            while (!isAccepted()) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException("nothing is accepted any more");
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            slowest = Math.max(slowest, (System.nanoTime() - start) / 1e9);
        }
        awaitReady();
        return slowest;
    }

    private void awaitReady() throws InterruptedException {
        Wait.until(
                PATIENCE,
                "everything is ready",
                () -> suite.services().stream().allMatch(ServiceProcess::isReady)
                        && suite.stackInfo().isPostgresReady());
    }

    private boolean isAccepted() {
        String event =
                "{\"type\":\"track\",\"event\":\"Recovered\",\"messageId\":\"recovery-%d-%d\",\"userId\":\"recovery\"}"
                        .formatted(System.nanoTime(), sent++);
        IngestRequest request = IngestRequest.newBuilder()
                .addEvents(RawEvent.newBuilder().setJson(ByteString.copyFromUtf8(event)))
                .build();
        try {
            return client.ingestion("dev-web")
                            .withDeadlineAfter(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                            .ingest(request)
                            .getVerdicts(0)
                            .getOutcome()
                    == Verdict.Outcome.OUTCOME_ACCEPTED;
        } catch (StatusRuntimeException notYet) {
            // Whatever the answer is, it is none that accepts: the next one may.
            return false;
        }
    }

    @Override
    public void close() {
        keeper.close();
    }
}
