package io.onefold.launcher;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.importing.ImportReport;
import io.onefold.launcher.importing.Importer;
import io.onefold.launcher.importing.InputRow;
import io.onefold.launcher.running.SuiteOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ImportFlags flags = new ImportFlags();

    @Option(names = "--port-offset", description = "of the suite (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private int portOffset;

    @Override
    public Integer call() {
        ImportOrder order = flags.order();
        List<InputRow> rows = Importer.read(flags.existing(folder));
        SuiteOptions suite = SuiteOptions.standard().withPortOffset(portOffset);
        try (SuiteClient client = new SuiteClient(suite.portOffset())) {
            ImportReport report = new Importer(client, System.out::println).run(rows, order);
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
