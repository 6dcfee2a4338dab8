package io.onefold.launcher.bench;

import io.onefold.launcher.running.Suite;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Sends events until the services run as they do after their first minutes: fresh JVMs spend most of their CPU on compiling, and five of
 * them on two cores take a while to get through it. What a rate is worth before that is another question, and the rounds' own rates answer
 * it.
 */
final class WarmUp {
    /** After a round in which the compilers took less than this of the CPU, measuring begins. */
    private static final double AT_REST = 0.15;

    private static final int ROUND = 50_000;

    private final Suite suite;
    private final Throughput throughput;
    private final Consumer<String> lines;

    WarmUp(Suite suite, Throughput throughput, Consumer<String> lines) {
        this.suite = suite;
        this.throughput = throughput;
        this.lines = lines;
    }

    /** Ends after so many events at the latest: where the system does not tell what the compilers do, after all of them. */
    void run(Sender.Source source, int most) throws InterruptedException, ExecutionException {
        int left = most;
        while (left > 0) {
            int some = Math.min(left, ROUND);
            left -= some;
            ThreadCpu threads = ThreadCpu.start(suite);
            Throughput.Measured measured = throughput.through(source, some);
            OptionalDouble compiling = threads.compiling();
            lines.accept(String.format(
                    Locale.ROOT,
                    "  %,d events, %,.0f a second%s",
                    some,
                    measured.rate(),
                    compiling.isPresent()
                            ? String.format(
                                    Locale.ROOT, ", %.0f %% of the CPU in compilers", 100 * compiling.getAsDouble())
                            : ""));
            if (compiling.isPresent() && compiling.getAsDouble() < AT_REST) {
                return;
            }
        }
    }
}
