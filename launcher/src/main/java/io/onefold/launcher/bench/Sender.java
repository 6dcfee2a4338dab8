package io.onefold.launcher.bench;

import com.google.protobuf.ByteString;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.segment.v1.ListMembersRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends events and waits until they are through. */
final class Sender {
    private static final String WEB = "dev-web";
    private static final int CLIENTS = 4;
    /** Ingestion accepts several times faster than the others follow, and a large sample is sent before they have. */
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private final SuiteClient client;
    private final AtomicInteger accepted = new AtomicInteger();

    Sender(SuiteClient client) {
        this.client = client;
    }

    /**
     * Some events of one source, as its write key says.
     *
     * @param flawed whether some are there twice or unfit, so that not all of them will be accepted
     */
    record Batch(String writeKey, List<byte[]> events, boolean flawed) {
        static Batch ofWeb(List<byte[]> events) {
            return of(WEB, events);
        }

        static Batch of(String writeKey, List<byte[]> events) {
            return new Batch(writeKey, events, false);
        }

        static Batch ofSample(String writeKey, List<byte[]> events) {
            return new Batch(writeKey, events, true);
        }
    }

    /** Makes the next events, safe for many threads. */
    interface Source {
        Batch batch(int size);
    }

    /** Sends by several clients at once; gives a token that stands for all of it. */
    String sendAll(Source source, int total) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            AtomicInteger left = new AtomicInteger(total / Bench.BATCH);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        ingest(source.batch(Bench.BATCH));
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            clients.shutdown();
        }
        // A last batch that reaches every partition: its token stands for everything before it.
        return ingest(source.batch(Bench.BATCH)).getConsistencyToken();
    }

    IngestResponse ingest(String event) {
        return ingest(Batch.ofWeb(List.of(event.getBytes(StandardCharsets.UTF_8))));
    }

    IngestResponse ingest(Batch batch) {
        IngestRequest.Builder request = IngestRequest.newBuilder();
        batch.events().forEach(event -> request.addEvents(RawEvent.newBuilder().setJson(ByteString.copyFrom(event))));
        IngestRequest events = request.build();
        IngestResponse response =
                Retry.within(PATIENCE, () -> client.ingestion(batch.writeKey()).ingest(events));
        response.getVerdictsList().forEach(verdict -> {
            if (verdict.getOutcome() == Verdict.Outcome.OUTCOME_ACCEPTED) {
                accepted.incrementAndGet();
            } else if (!batch.flawed()) {
                throw new IllegalStateException("an event of the benchmark was not accepted: " + verdict);
            }
        });
        return response;
    }

    /** How many were, since this was made. */
    int accepted() {
        return accepted.get();
    }

    /** Returns once the audience contains everything that the token stands for, and all others with it. */
    void awaitMembers(String audience, String token) {
        ListMembersRequest request = ListMembersRequest.newBuilder()
                .setAudience(audience)
                .setPageSize(1)
                .setConsistencyToken(token)
                .build();
        var unused = Retry.within(PATIENCE, () -> client.audiences().listMembers(request));
    }
}
