package io.onefold.launcher;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.demo.Demo;
import io.onefold.launcher.demo.DemoInput;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ImportFlags flags = new ImportFlags();

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
        if (times < 1) {
            throw new ParameterException(command.commandLine(), "--times is 1 or more, not " + times);
        }
        ImportOrder order = flags.order();
        DemoInput data = DemoInput.read(flags.existing(input == null ? root.resolve("sample") : input));
        SuiteOptions options = SuiteOptions.isolated(root.resolve(".onefold/demo"), portOffset);
        try (Suite suite = Suite.start(options);
                SuiteClient client = new SuiteClient(portOffset)) {
            int differences = new Demo(suite, client, System.out::println).run(data, order, times);
            System.out.println(differences == 0 ? "everything as expected" : differences + " figures differ");
            if (keep) {
                System.out.println("the suite keeps running; end it with Ctrl-C");
                Thread.currentThread().join();
            }
            return differences == 0 ? 0 : 1;
        }
    }
}
