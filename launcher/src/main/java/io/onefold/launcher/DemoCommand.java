package io.onefold.launcher;

import io.onefold.devstack.Folders;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.demo.Demo;
import io.onefold.launcher.demo.DemoInput;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.running.FolderLock;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteException;
import io.onefold.launcher.running.SuiteOptions;
import io.onefold.sample.Sample;
import io.onefold.sample.generator.Recipe;
import io.onefold.sample.truth.Answers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    private static final int REPLICA = 20;
    /** One evaluation takes at most 400 instants, and one of them is that of the answers. */
    private static final int MOST_DAYS = 399;

    @Option(
            names = "--input",
            description = "folder of input and expected answers (default: a sample that is made for it)")
    private @Nullable Path input;

    @Option(
            names = "--customers",
            description = "how many customers the sample has that is made (default: ${DEFAULT-VALUE})",
            defaultValue = "300")
    private int customers;

    @Option(
            names = "--sample-seed",
            description = "another one makes other customers (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long sampleSeed;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ImportFlags flags = new ImportFlags();

    @Option(
            names = "--times",
            description = "how often the whole input is sent (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int times;

    @Option(
            names = "--days",
            description = "at the ends of how many days the feed of memberships is replayed, with --order merged"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "" + Demo.DAYS)
    private int days;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description =
                    "kills each service, PostgreSQL and Redis and flushes Redis N times during the import, once more"
                            + " when all is sent and once while a message is under way; the figures must come out the same"
                            + " (default: ${DEFAULT-VALUE}, nothing is killed)",
            defaultValue = "0")
    private int kills;

    @Option(
            names = "--replicas",
            description = "processes of each service, 1 or 2; the second ones' ports are 20 higher"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int replicas;

    @Option(names = "--verbose", description = "show every figure that is compared, not only those that differ")
    private boolean verbose;

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
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(command.commandLine(), "--days is 1 to " + MOST_DAYS + ", not " + days);
        }
        if (kills < 0) {
            throw new ParameterException(command.commandLine(), "--kills is 0 or more, not " + kills);
        }
        if (replicas != 1 && replicas != 2) {
            throw new ParameterException(command.commandLine(), "--replicas is 1 or 2, not " + replicas);
        }
        ImportOrder order = flags.order();
        DemoInput data = DemoInput.read(input == null ? sample(root) : flags.existing(input));
        SuiteOptions options = Demo.suited(SuiteOptions.isolated(root.resolve(".onefold/demo"), portOffset));
        try (FolderLock lock = FolderLock.take(options.dir(), "demo");
                Suite suite = Suite.start(options);
                SuiteClient client = new SuiteClient(portOffsets())) {
            if (replicas == 2) {
                suite.startReplicas(REPLICA);
            }
            Demo demo = new Demo(suite, client, System.out::println, verbose);
            int differences = demo.run(data, order, times, days, kills);
            System.out.println(differences == 0 ? "everything as expected" : differences + " figures differ");
            demo.callsToTry(keep ? Optional.empty() : Optional.of(bringUp(root, options)));
            if (keep) {
                System.out.println();
                System.out.println("the suite keeps running; end it with Ctrl-C");
                Thread.currentThread().join();
            }
            return differences == 0 ? 0 : 1;
        }
    }

    private static String bringUp(Path root, SuiteOptions options) {
        Path dir = options.dir().startsWith(root) ? root.relativize(options.dir()) : options.dir();
        return "./onefold up --dir %s --port-offset %d".formatted(dir, options.portOffset());
    }

    /** Made anew each time: the same customers and seed give the same bytes. */
    private Path sample(Path root) {
        Path folder = root.resolve(".onefold/sample");
        try {
            Folders.delete(folder);
            Answers answers = Sample.write(folder, Recipe.of(customers).withSeed(sampleSeed));
            System.out.printf(
                    "made a sample of %,d customers (seed %d) in %s: %,d profiles%n",
                    customers,
                    sampleSeed,
                    root.relativize(folder),
                    answers.profiles().size());
            return folder;
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(command.commandLine(), unfit.getMessage(), unfit);
        } catch (IOException e) {
            throw new SuiteException("the sample in " + folder + ": " + e.getMessage(), e);
        }
    }

    private List<Integer> portOffsets() {
        return replicas == 1 ? List.of(portOffset) : List.of(portOffset, portOffset + REPLICA);
    }
}
