package io.onefold.launcher;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.importing.ImportReport;
import io.onefold.launcher.importing.Importer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports a folder into the suite that is up. */
@Command(
        name = "import",
        description =
                "Imports a folder of history into the suite that is up, under the replay clock of the workspace dev.")
final class ImportCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "the folder; its import.yaml, if any, says which file is whose")
    private Path folder = Path.of(".");

    @Option(
            names = "--order",
            description = "sequential, merged or shuffled (default: ${DEFAULT-VALUE})",
            defaultValue = "merged")
    private String order = "merged";

    @Option(names = "--seed", description = "of the shuffled order (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private long seed;

    @Option(names = "--port-offset", description = "of the suite (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private int portOffset;

    @Override
    public Integer call() {
        try (SuiteClient client = new SuiteClient(portOffset)) {
            ImportReport report = new Importer(client, System.out::println)
                    .run(Importer.read(folder.toAbsolutePath()), ImportOrder.parse(order, seed));
            System.out.printf(
                    "%,d rows: %,d accepted, %,d duplicates, %,d refused, in %.1f s; the clock stands at %s%n",
                    report.rows(),
                    report.accepted(),
                    report.duplicates(),
                    report.refusals().size(),
                    report.seconds(),
                    report.end());
            report.refusals().stream()
                    .limit(20)
                    .forEach(refusal -> System.out.printf(
                            "  %s line %d: %s (%s)%n",
                            refusal.file(), refusal.line(), refusal.reason(), refusal.detail()));
            return 0;
        }
    }
}
