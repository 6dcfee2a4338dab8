package io.onefold.launcher.importing;

import com.google.protobuf.ByteString;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.client.Times;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.ingestion.v1.AdvanceClockRequest;
import io.onefold.proto.ingestion.v1.GetClockRequest;
import io.onefold.proto.ingestion.v1.GetClockResponse;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Imports a folder of history under the workspace's replay clock. Rows that follow time move the clock along, a day at a time; in any
 * other order the clock is moved to its end first, so that no row lies in its future.
 */
public final class Importer {
    private static final int BATCH = 500;
    private static final int SENDERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SuiteClient client;
    private final Consumer<String> lines;
    private final List<Refusal> refusals = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private final IntConsumer progress;
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, work -> {
        Thread thread = new Thread(work, "import");
        thread.setDaemon(true);
        return thread;
    });

    public Importer(SuiteClient client, Consumer<String> lines) {
        this(client, lines, rows -> {});
    }

    /** @param progress is told after each batch how many rows were sent so far, and may hold its sender up */
    public Importer(SuiteClient client, Consumer<String> lines, IntConsumer progress) {
        this.client = client;
        this.lines = lines;
        this.progress = progress;
    }

    /** Reads every file of the folder's plan that is there. */
    public static List<InputRow> read(Path folder) {
        List<InputRow> rows = new ArrayList<>();
        try {
            for (ImportPlan.Entry entry : ImportPlan.of(folder).files()) {
                var file = InputFile.find(folder, entry);
                if (file.isPresent()) {
                    rows.addAll(file.get().rows());
                }
            }
        } catch (IOException e) {
            throw new SuiteException("reading " + folder + ": " + e.getMessage(), e);
        }
        if (rows.isEmpty()) {
            throw new SuiteException(folder + " has none of the files of its import plan");
        }
        return rows;
    }

    /** Imports the rows; the clock is brought to the end of the last row's day, and a second further. */
    public ImportReport run(List<InputRow> rows, ImportOrder order) {
        Instant end = rows.stream()
                .map(InputRow::time)
                .max(Instant::compareTo)
                .orElseThrow()
                .truncatedTo(ChronoUnit.DAYS)
                .plus(1, ChronoUnit.DAYS)
                .plusSeconds(1);
        return run(rows, order, end);
    }

    /** Imports the rows, those too that were received after it, and brings the clock to {@code end}, behind all of them. */
    public ImportReport run(List<InputRow> rows, ImportOrder order, Instant end) {
        // Asked once and without patience: a suite that is not up should be said so at once. From here on one that goes
        // away is waited for.
        var unused = client.clock().getClock(GetClockRequest.getDefaultInstance());
        RateMeter meter = new RateMeter("rows sent", rows.size(), lines);
        if (order.followsTime()) {
            sendByDay(order.arrange(rows), meter, end);
        } else {
            // One second is left, so that the tick of the end stands behind every row in every partition.
            advance(end.minusSeconds(1));
            send(order.arrange(rows), meter);
        }
        String token = advance(end);
        return new ImportReport(
                rows.size(),
                accepted.get(),
                duplicates.get(),
                sentAgain.get(),
                List.copyOf(refusals),
                end,
                meter.seconds(),
                token);
    }

    /** Puts the workspace on its replay clock, before anything is sent; the token stands for the tick. */
    public String begin(Instant at) {
        return advance(at);
    }

    private void sendByDay(List<InputRow> rows, RateMeter meter, Instant end) {
        int from = 0;
        while (from < rows.size()) {
            Instant day = rows.get(from).time().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
            int to = from;
            while (to < rows.size() && rows.get(to).time().isBefore(day)) {
                to++;
            }
            send(rows.subList(from, to), meter);
            if (day.isBefore(end)) {
                advance(day);
            }
            from = to;
        }
    }

    /** Sends rows in batches, each of one source; sources do not wait for each other. */
    private void send(List<InputRow> rows, RateMeter meter) {
        Map<String, List<InputRow>> bySource = new LinkedHashMap<>();
        rows.forEach(row -> bySource.computeIfAbsent(row.source(), source -> new ArrayList<>())
                .add(row));
        List<CompletableFuture<Void>> sending = bySource.entrySet().stream()
                .map(source ->
                        CompletableFuture.runAsync(() -> sendAll(source.getKey(), source.getValue(), meter), senders))
                .toList();
        sending.forEach(CompletableFuture::join);
    }

    private void sendAll(String source, List<InputRow> rows, RateMeter meter) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            send(source, rows.subList(from, Math.min(rows.size(), from + BATCH)), meter);
        }
    }

    private void send(String source, List<InputRow> batch, RateMeter meter) {
        IngestRequest.Builder request = IngestRequest.newBuilder();
        batch.forEach(row -> request.addEvents(RawEvent.newBuilder().setJson(ByteString.copyFrom(row.json()))));
        IngestRequest events = request.build();
        // Sending again is always safe: the message id makes it the same event.
        AtomicInteger attempts = new AtomicInteger();
        IngestResponse response = Retry.within(PATIENCE, () -> {
            if (attempts.getAndIncrement() > 0) {
                sentAgain.addAndGet(batch.size());
            }
            return client.ingestion("dev-" + source).ingest(events);
        });
        for (int i = 0; i < batch.size(); i++) {
            count(batch.get(i), response.getVerdicts(i));
        }
        meter.add(batch.size());
        progress.accept(sent.addAndGet(batch.size()));
    }

    private void count(InputRow row, Verdict verdict) {
        switch (verdict.getOutcome()) {
            case OUTCOME_ACCEPTED -> accepted.incrementAndGet();
            case OUTCOME_DUPLICATE -> duplicates.incrementAndGet();
            case OUTCOME_QUARANTINED, OUTCOME_REJECTED ->
                refusals.add(new Refusal(
                        row.file(), row.line(), verdict.getOutcome(), verdict.getReason(), verdict.getDetail()));
            case OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException(
                        "ingestion gave no verdict on line " + row.line() + " of " + row.file());
        }
    }

    /** Moves the clock on, or leaves it where an earlier import has brought it: it never goes back. */
    private String advance(Instant wanted) {
        Instant present = present();
        Instant to = wanted.isAfter(present) ? wanted : present;
        AdvanceClockRequest request =
                AdvanceClockRequest.newBuilder().setTime(Times.timestamp(to)).build();
        return Retry.within(PATIENCE, () -> client.clock().advanceClock(request))
                .getConsistencyToken();
    }

    private Instant present() {
        GetClockResponse clock =
                Retry.within(PATIENCE, () -> client.clock().getClock(GetClockRequest.getDefaultInstance()));
        return clock.getReplay() ? Times.instant(clock.getTime()) : Instant.EPOCH;
    }
}
