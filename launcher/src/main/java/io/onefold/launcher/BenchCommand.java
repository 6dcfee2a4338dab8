package io.onefold.launcher;

import io.onefold.launcher.bench.Bench;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
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
            names = "--port-offset",
            description = "added to every port (default: ${DEFAULT-VALUE})",
            defaultValue = "" + PORT_OFFSET)
    private int portOffset;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (events < Bench.BATCH) {
            throw new ParameterException(
                    command.commandLine(), "--events is " + Bench.BATCH + " or more, not " + events);
        }
        SuiteOptions options =
                SuiteOptions.isolated(SuiteOptions.standard().root().resolve(".onefold/bench"), portOffset);
        try (Suite suite = Suite.start(options);
                SuiteClient client = new SuiteClient(portOffset)) {
            new Bench(suite, client, events, System.out::println).run();
            return 0;
        }
    }
}
