package io.onefold.launcher.bench;

import com.google.protobuf.ByteString;
import io.onefold.launcher.client.Audiences;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.type.v1.Identifier;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One run of the benchmark on a fresh, durable suite. Every figure is also given as a ratio to the yardstick of the same run. */
public final class Bench {
    /** Events of one request. */
    public static final int BATCH = 500;

    private static final int WARM_UP = 40_000;
    private static final int PEOPLE = 5_000;
    private static final int YARDSTICK_ROWS = 20_000;
    private static final int CLIENTS = 4;
    private static final int READS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String AUDIENCE = "bench_vip";

    private final Suite suite;
    private final SuiteClient client;
    private final Consumer<String> lines;
    private final int events;

    public Bench(Suite suite, SuiteClient client, int events, Consumer<String> lines) {
        this.suite = suite;
        this.client = client;
        this.events = events;
        this.lines = lines;
    }

    public void run() throws SQLException, IOException, InterruptedException, ExecutionException {
        new Audiences(client).create("vip.yaml", AUDIENCE);
        lines.accept("warming up with " + count(WARM_UP) + " events");
        applied(send(new BenchEvents(1, PEOPLE), WARM_UP));
        Latencies fsync = FsyncProbe.measure(suite.options().dir());
        Yardstick yardstick = new Yardstick(suite.stackInfo(), YARDSTICK_ROWS);
        yardstick.measure();
        List<Yardstick.Result> yardsticks = new ArrayList<>();
        yardsticks.add(yardstick.measure());
        Measured through = measureThrough();
        yardsticks.add(yardstick.measure());
        Measured accepted = measureAccepted();
        yardsticks.add(yardstick.measure());
        Latencies reads = reads();

        double copy = median(yardsticks.stream().map(Yardstick.Result::copy).toList());
        double bare =
                median(yardsticks.stream().map(Yardstick.Result::bareInsert).toList());
        lines.accept("");
        lines.accept(String.format(Locale.ROOT, "%-44s %12s %8s", "", "per second", "ratio"));
        lines.accept(figure("yardstick: binary COPY, no index", copy, copy / bare));
        lines.accept(figure("yardstick: bare insert (claims, heads, log)", bare, 1));
        lines.accept(figure("accepted by Ingest, the others stopped", accepted.rate(), accepted.rate() / bare));
        lines.accept(figure("through to memberships, all running", through.rate(), through.rate() / bare));
        lines.accept("");
        lines.accept("CPU-seconds per 1,000 events");
        cpu("  accepted", accepted);
        cpu("  through", through);
        lines.accept("");
        lines.accept(String.format(
                Locale.ROOT,
                "GetProfile, one caller: p50 %.2f ms, p99 %.2f ms",
                reads.millisAt(0.5),
                reads.millisAt(0.99)));
        lines.accept(String.format(
                Locale.ROOT, "fsync of 8 KiB: p50 %.2f ms, p99 %.2f ms", fsync.millisAt(0.5), fsync.millisAt(0.99)));
        memory();
    }

    /** A number of events, how long they took, and the CPU that every process spent. */
    private record Measured(int events, double seconds, Map<String, Double> cpu) {
        double rate() {
            return events / seconds;
        }
    }

    /** From the first event sent until the audience contains the last one. */
    private Measured measureThrough() throws InterruptedException, ExecutionException {
        lines.accept("sending " + count(events) + " events through all services");
        CpuMeter cpu = CpuMeter.start(suite);
        long start = System.nanoTime();
        applied(send(new BenchEvents(2, PEOPLE), events));
        return new Measured(events, (System.nanoTime() - start) / 1e9, cpu.seconds());
    }

    /** Ingestion alone: whoever reads it is stopped, so that the figure is not shared with their work. */
    private Measured measureAccepted() throws InterruptedException, ExecutionException {
        List<ServiceProcess> readers = suite.services().stream()
                .filter(service -> !service.name().startsWith("ingestion"))
                .toList();
        readers.forEach(ServiceProcess::stop);
        lines.accept("sending " + count(events) + " events to ingestion alone");
        CpuMeter cpu = CpuMeter.start(suite);
        long start = System.nanoTime();
        String last = send(new BenchEvents(3, PEOPLE), events);
        Measured measured = new Measured(events, (System.nanoTime() - start) / 1e9, cpu.seconds());
        lines.accept("starting the readers again; waiting until they have caught up");
        readers.forEach(ServiceProcess::start);
        applied(last);
        return measured;
    }

    /** Sends by several clients at once; gives a token that stands for all of it. */
    private String send(BenchEvents source, int total) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            AtomicInteger left = new AtomicInteger(total / BATCH);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        ingest(next(source, BATCH));
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
        return ingest(next(source, BATCH)).getConsistencyToken();
    }

    private static List<byte[]> next(BenchEvents source, int size) {
        synchronized (source) {
            return source.batch(size);
        }
    }

    private IngestResponse ingest(List<byte[]> batch) {
        IngestRequest.Builder request = IngestRequest.newBuilder();
        batch.forEach(event -> request.addEvents(RawEvent.newBuilder().setJson(ByteString.copyFrom(event))));
        IngestRequest events = request.build();
        IngestResponse response =
                Retry.within(PATIENCE, () -> client.ingestion("dev-web").ingest(events));
        response.getVerdictsList().forEach(verdict -> {
            if (verdict.getOutcome() != Verdict.Outcome.OUTCOME_ACCEPTED) {
                throw new IllegalStateException("an event of the benchmark was not accepted: " + verdict);
            }
        });
        return response;
    }

    private void applied(String token) {
        ListMembersRequest request = ListMembersRequest.newBuilder()
                .setAudience(AUDIENCE)
                .setPageSize(1)
                .setConsistencyToken(token)
                .build();
        var unused = Retry.within(PATIENCE, () -> client.audiences().listMembers(request));
    }

    private Latencies reads() {
        lines.accept("reading " + count(READS) + " profiles, one after another");
        Random random = new Random(4);
        Latencies unmeasured = new Latencies(READS);
        Latencies measured = new Latencies(READS);
        for (int i = 0; i < READS; i++) {
            unmeasured.time(() -> read(random.nextInt(PEOPLE)));
        }
        for (int i = 0; i < READS; i++) {
            measured.time(() -> read(random.nextInt(PEOPLE)));
        }
        return measured;
    }

    private void read(int person) {
        Identifier cookie = Identifier.newBuilder()
                .setNamespace("anonymous_id")
                .setValue("cookie-" + person)
                .build();
        var unused = client.profiles()
                .getProfile(GetProfileRequest.newBuilder().setIdentifier(cookie).build());
    }

    private void cpu(String what, Measured measured) {
        measured.cpu()
                .forEach((process, seconds) -> lines.accept(String.format(
                        Locale.ROOT, "%-12s %-30s %8.3f", what, process, seconds * 1000 / measured.events())));
    }

    private void memory() {
        lines.accept("");
        lines.accept("resident memory");
        ResidentMemory.of(suite)
                .forEach((process, mebibytes) ->
                        lines.accept(String.format(Locale.ROOT, "  %-30s %6d MiB", process, mebibytes)));
    }

    private static String figure(String what, double rate, double ratio) {
        return String.format(Locale.ROOT, "%-44s %,12.0f %8.2f", what, rate, ratio);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
