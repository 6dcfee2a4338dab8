package io.onefold.launcher.bench;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.Suite;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of the benchmark on a fresh, durable suite. Every rate is also given as a ratio to the yardstick of the same run. */
public final class Bench {
    /** Events of one request. */
    public static final int BATCH = 500;

    private static final int PEOPLE = 5_000;
    /** Some of a sample come twice, and two samples have the numbers of their orders in common. */
    private static final double LEAST_ACCEPTED = 0.9;

    private static final int YARDSTICK_ROWS = 20_000;
    private static final int SLOW_READS = 200;
    private static final int FAST_READS = 1_000;

    private final Suite suite;
    private final SuiteClient client;
    private final Consumer<String> lines;
    private final BenchPlan plan;
    private final Sender sender;
    private final BenchAudiences audiences;
    private final Throughput throughput;
    private final MembershipLatency memberships;
    private final ReadLoad reads;
    private final List<Yardstick.Result> yardsticks = new ArrayList<>();
    private final BenchReport report = new BenchReport();

    public Bench(Suite suite, SuiteClient client, BenchPlan plan, Consumer<String> lines) {
        this.suite = suite;
        this.client = client;
        this.plan = plan;
        this.lines = lines;
        this.sender = new Sender(client);
        this.audiences = new BenchAudiences(client);
        this.throughput = new Throughput(suite, sender);
        this.memberships = new MembershipLatency(client, sender);
        this.reads = new ReadLoad(client, PEOPLE);
    }

    public void run() throws SQLException, IOException, InterruptedException, ExecutionException {
        audiences.create();
        warmUp(1);
        Latencies fsync = FsyncProbe.measure(suite.options().dir());
        Throughput.@Nullable Measured full = null;
        if (plan.has(BenchPart.THROUGH) || plan.has(BenchPart.LATENCY)) {
            yardstick(2);
            full = through();
            yardstick(1);
        }
        if (full != null && plan.has(BenchPart.LATENCY)) {
            latency(full.rate() / 4, fsync);
        }
        if (plan.has(BenchPart.READS)) {
            reads();
        }
        if (plan.has(BenchPart.BACKFILL)) {
            backfill();
        }
        if (plan.has(BenchPart.SCALE)) {
            scale();
        }
        if (plan.has(BenchPart.ERASURE)) {
            erasure();
        }
        report.members(audiences.sizes());
        report.memory(ResidentMemory.of(suite));
        // Last, since it stops the readers: started again they are fresh JVMs.
        if (plan.has(BenchPart.ACCEPTED)) {
            yardstick(2);
            Throughput.Measured alone = accepted();
            yardstick(1);
            rate("accepted by Ingest, the others stopped", alone, 0.4 * bareInsert());
            report.cpu("accepted", alone);
        }
        if (plan.has(BenchPart.RECOVERY)) {
            recovery();
        }
        if (full != null) {
            rate("through to memberships, twelve audiences", full, 5_000);
            report.cpu("through", full);
        }
        report.print(lines);
        if (plan.profiled()) {
            profile();
        }
    }

    private void warmUp(long seed) throws InterruptedException, ExecutionException {
        say("warming up with at most %,d events", plan.warmUp());
        new WarmUp(suite, throughput, lines).run(new BenchEvents(seed, PEOPLE), plan.warmUp());
    }

    /** After everything that is measured: whoever is recorded takes a quarter more CPU, and several times as long under load. */
    private void profile() throws SQLException, InterruptedException, ExecutionException {
        FlightRecorder recorder = FlightRecorder.prepare(suite);
        warmUp(6);
        say("recording where the CPU goes while %,d events go through", plan.events());
        CpuProfile profile = CpuProfile.start(suite, recorder);
        Throughput.Measured recorded = throughput.through(new BenchEvents(7, PEOPLE), plan.events());
        profile.stopAndPrint(lines);
        say("recorded at %,.0f a second", recorded.rate());
    }

    private void yardstick(int times) throws SQLException, IOException {
        Yardstick yardstick = new Yardstick(suite.stackInfo(), YARDSTICK_ROWS);
        for (int i = 0; i < times; i++) {
            yardsticks.add(yardstick.measure());
        }
    }

    private double bareInsert() {
        return median(yardsticks.stream().map(Yardstick.Result::bareInsert).toList());
    }

    private void rate(String what, Throughput.Measured measured, double least) {
        double copy = median(yardsticks.stream().map(Yardstick.Result::copy).toList());
        report.heading("a rate, and its ratio to the bare insert");
        report.rate("yardstick: binary COPY, no index", copy, bareInsert());
        report.rate("yardstick: bare insert (claims, heads, log)", bareInsert(), bareInsert());
        report.rate(what, measured.rate(), bareInsert(), least);
    }

    private Throughput.Measured through() throws InterruptedException, ExecutionException {
        say("sending %,d events through all services", plan.events());
        return throughput.through(new BenchEvents(2, PEOPLE), plan.events());
    }

    private Throughput.Measured accepted() throws InterruptedException, ExecutionException {
        say("sending %,d events to ingestion alone; the readers catch up afterwards", plan.events());
        return throughput.accepted(new BenchEvents(3, PEOPLE), plan.events());
    }

    private void latency(double rate, Latencies fsync) throws InterruptedException, ExecutionException {
        say("timing %,d single events on an idle system", plan.probes());
        Latencies idle = memberships.idle(plan.probes());
        say("timing %,d single events beside %,.0f others a second", plan.probes(), rate);
        Latencies loaded = memberships.loaded(plan.probes(), rate, new BenchEvents(5, PEOPLE));
        report.heading("from an event's acknowledgement to its membership");
        report.latency("one at a time", idle);
        report.aim(idle, 0.5, 30);
        report.aim(idle, 0.99, 80);
        report.latency("beside a quarter of the full rate", loaded);
        report.aim(loaded, 0.99, 500);
        report.latency("beside it: one fsync of 8 KiB", fsync);
    }

    private void reads() throws InterruptedException {
        say("reading profiles at %,d/s and %,d/s", SLOW_READS, FAST_READS);
        // Once unmeasured: what a process compiles and opens the first time is not what it costs later.
        reads.run(FAST_READS, plan.readSeconds());
        Latencies slow = reads.run(SLOW_READS, plan.readSeconds());
        Latencies fast = reads.run(FAST_READS, plan.readSeconds());
        report.heading("GetProfile at a fixed rate");
        report.latency(SLOW_READS + " a second", slow);
        report.latency(String.format(Locale.ROOT, "%,d a second", FAST_READS), fast);
        report.aim(fast, 0.99, 20);
    }

    private void backfill() throws InterruptedException, ExecutionException {
        say("making %,d profiles", plan.profiles());
        sender.awaitMembers(
                BenchAudiences.PROBE, sender.sendAll(new ManyPeople(), plan.profiles() * ManyPeople.EVENTS_EACH));
        say("filling an audience from them");
        double seconds = audiences.fill("bench_backfill");
        report.heading("backfill");
        report.seconds(
                String.format(
                        Locale.ROOT,
                        "%,d profiles and more, %,d members",
                        plan.profiles(),
                        audiences.size("bench_backfill")),
                seconds,
                15);
    }

    private void scale() throws IOException, InterruptedException, ExecutionException {
        int few = plan.scale() / 10;
        SampleEvents fewLives = sample(few, 11);
        // No more of them than that: most are to be there when it is measured.
        int measured = Math.min(plan.events(), fewLives.size() / 3);
        Throughput.Measured besideFew = lastOf(fewLives, measured);
        Throughput.Measured besideMany = lastOf(sample(plan.scale(), 13), measured);
        report.heading("an event beside many profiles: CPU-seconds of 1,000 events, and the rate");
        report.cost(String.format(Locale.ROOT, "%,d profiles", few), besideFew);
        report.cost(String.format(Locale.ROOT, "%,d profiles", plan.scale()), besideMany);
        report.ratio("the second to the first", besideMany.cost() / besideFew.cost(), 1.3);
    }

    private SampleEvents sample(int profiles, long seed) throws IOException {
        say("making a sample of %,d profiles", profiles);
        return SampleEvents.of(suite.options().dir().resolve("sample"), profiles, seed);
    }

    private Throughput.Measured lastOf(SampleEvents lives, int measured)
            throws InterruptedException, ExecutionException {
        // One batch more follows each of the two.
        int before = lives.size() - measured - 2 * BATCH;
        say("sending %,d of its events, then measuring %,d more", before, measured);
        Throughput.Measured load = throughput.through(lives, before);
        say("sent at %,.0f a second", load.rate());
        Throughput.Measured last = throughput.through(lives, measured);
        if (last.events() < measured * LEAST_ACCEPTED) {
            throw new IllegalStateException(
                    "only " + last.events() + " of " + measured + " events of the sample were accepted");
        }
        return last;
    }

    private void erasure() throws InterruptedException, ExecutionException {
        say("erasing one person of %,d events", ErasureTime.EVENTS);
        ErasureTime.Measured measured = new ErasureTime(client, sender).measure();
        report.heading(String.format(Locale.ROOT, "erasing one person of %,d events", ErasureTime.EVENTS));
        report.seconds("until nobody is told of him any more", measured.gone(), 5);
        report.seconds("until nothing of him is left in any log", measured.erased(), 5);
    }

    private void recovery() throws InterruptedException, IOException {
        say("killing PostgreSQL and ingestion, %,d times each", Recovery.ROUNDS);
        report.heading("from SIGKILL to the first event that is accepted, the slowest of " + Recovery.ROUNDS);
        try (Recovery recovery = new Recovery(suite, client)) {
            report.seconds("PostgreSQL", recovery.afterPostgres(), 10);
            report.seconds("ingestion", recovery.afterIngestion(), 5);
        }
    }

    private void say(String text, Object... values) {
        lines.accept(String.format(Locale.ROOT, text, values));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
