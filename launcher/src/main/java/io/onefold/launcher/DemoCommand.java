package io.onefold.launcher;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.demo.Demo;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job in a suite of its own, beside whatever runs. */
@Command(
        name = "demo",
        description =
                "Sends many channels of data through a fresh suite and shows what came out against what was expected."
                        + " The exit code is not 0 when anything differs.")
final class DemoCommand implements Callable<Integer> {
    private static final int PORT_OFFSET = 100;

    @Option(
            names = "--input",
            description = "folder of input and expected answers (default: the sample that comes along)")
    private @Nullable Path input;

    @Option(
            names = "--order",
            description = "sequential, merged or shuffled (default: ${DEFAULT-VALUE})",
            defaultValue = "merged")
    private String order = "merged";

    @Option(names = "--seed", description = "of the shuffled order (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private long seed;

    @Option(
            names = "--times",
            description = "how often the whole input is sent (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int times;

    @Option(names = "--keep", description = "leave the suite running afterwards, until the command is ended")
    private boolean keep;

    @Option(
            names = "--port-offset",
            description = "added to every port (default: ${DEFAULT-VALUE})",
            defaultValue = "" + PORT_OFFSET)
    private int portOffset;

    @Override
    public Integer call() throws InterruptedException {
        Path root = SuiteOptions.standard().root();
        Path folder = input == null ? root.resolve("sample") : input.toAbsolutePath();
        SuiteOptions options = SuiteOptions.isolated(root.resolve(".onefold/demo"), portOffset);
        try (Suite suite = Suite.start(options);
                SuiteClient client = new SuiteClient(portOffset)) {
            int differences =
                    new Demo(suite, client, System.out::println).run(folder, ImportOrder.parse(order, seed), times);
            System.out.println(differences == 0 ? "everything as expected" : differences + " figures differ");
            if (keep) {
                System.out.println("the suite keeps running; end it with Ctrl-C");
                Thread.currentThread().join();
            }
            return differences == 0 ? 0 : 1;
        }
    }
}
