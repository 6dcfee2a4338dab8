package io.onefold.launcher;

import io.onefold.launcher.bench.Bench;
import io.onefold.launcher.bench.BenchPart;
import io.onefold.launcher.bench.BenchPlan;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.FolderLock;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmark in a fresh, durable suite of its own. */
@Command(
        name = "bench",
        description = "Measures a fresh suite on this machine, with fsync on: rates, CPU, latencies and memory, beside"
                + " what PostgreSQL alone does with the same rows.")
final class BenchCommand implements Callable<Integer> {
    private static final int PORT_OFFSET = 200;

    @Option(
            names = "--events",
            description = "events of each measurement (default: ${DEFAULT-VALUE})",
            defaultValue = "100000")
    private int events;

    @Option(
            names = "--warm-up",
            description =
                    "the most events sent before anything is measured (default: ${DEFAULT-VALUE}); it begins earlier when"
                            + " the compilers of the five JVMs are at rest",
            defaultValue = "600000")
    private int warmUp;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "only these parts, separated by commas: ${COMPLETION-CANDIDATES}")
    private Set<BenchPart> only = EnumSet.allOf(BenchPart.class);

    @Option(
            names = "--probes",
            description = "single events whose way to a membership is timed (default: ${DEFAULT-VALUE})",
            defaultValue = "500")
    private int probes;

    @Option(
            names = "--read-seconds",
            description = "how long each rate of reads lasts (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int readSeconds;

    @Option(
            names = "--profiles",
            description = "over which an audience is filled (default: ${DEFAULT-VALUE})",
            defaultValue = "100000")
    private int profiles;

    @Option(
            names = "--scale",
            description =
                    "profiles of the sample, some eighteen events each, beside which it is measured what an event costs"
                            + " (default: ${DEFAULT-VALUE})",
            defaultValue = "100000")
    private int scale;

    @Option(
            names = "--profile",
            description =
                    "sends the events once more in the end and records where the CPU goes: per process by kind of thread,"
                            + " package and method, and by statement of PostgreSQL")
    private boolean profiled;

    @Option(
            names = "--port-offset",
            description = "added to every port (default: ${DEFAULT-VALUE})",
            defaultValue = "" + PORT_OFFSET)
    private int portOffset;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        require("--events", events, Bench.BATCH);
        require("--warm-up", warmUp, Bench.BATCH);
        require("--probes", probes, 1);
        require("--read-seconds", readSeconds, 1);
        require("--profiles", profiles, Bench.BATCH);
        require("--scale", scale, 10 * Bench.BATCH);
        BenchPlan plan = new BenchPlan(only, warmUp, events, probes, readSeconds, profiles, scale, profiled);
        SuiteOptions options =
                SuiteOptions.isolated(SuiteOptions.standard().root().resolve(".onefold/bench"), portOffset);
        try (FolderLock lock = FolderLock.take(options.dir(), "bench");
                Suite suite = Suite.start(options);
                SuiteClient client = new SuiteClient(portOffset)) {
            new Bench(suite, client, plan, System.out::println).run();
            return 0;
        }
    }

    private void require(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(command.commandLine(), option + " is " + least + " or more, not " + value);
        }
    }
}
