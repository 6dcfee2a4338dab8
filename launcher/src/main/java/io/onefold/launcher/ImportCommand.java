package io.onefold.launcher;

import io.onefold.launcher.client.AudienceFile;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.importing.AudienceImport;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.importing.ImportReport;
import io.onefold.launcher.importing.Importer;
import io.onefold.launcher.importing.InputRow;
import io.onefold.launcher.running.SuiteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports a folder, audiences or both into the suite that is up. */
@Command(
        name = "import",
        description =
                "Imports a folder of history into the suite that is up, under the replay clock of the workspace dev, and"
                        + " audiences from YAML files.")
final class ImportCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "the folder; its import.yaml, if any, says which file is whose")
    private @Nullable Path folder;

    @Option(
            names = "--audiences",
            paramLabel = "DIR|FILE",
            description =
                    "audiences as YAML, the JSON form of onefold.segment.v1.Audience: created, or updated where the"
                            + " rule differs, after the rows of DIR, if any, were imported")
    private @Nullable Path audiences;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ImportFlags flags = new ImportFlags();

    @Option(names = "--port-offset", description = "of the suite (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private int portOffset;

    @Override
    public Integer call() {
        ImportOrder order = flags.order();
        if (folder == null && audiences == null) {
            throw new ParameterException(
                    command.commandLine(), "what shall be imported: DIR, or --audiences, or both?");
        }
        // Both are read before anything is sent: what is wrong with either is said at once.
        List<InputRow> rows = folder == null ? List.of() : Importer.read(flags.existing(folder));
        List<AudienceFile> files = audiences == null ? List.of() : AudienceFile.read(existing(audiences));
        SuiteOptions suite = SuiteOptions.standard().withPortOffset(portOffset);
        try (SuiteClient client = new SuiteClient(suite.portOffset())) {
            if (!rows.isEmpty()) {
                print(new Importer(client, System.out::println).run(rows, order));
            }
            if (!files.isEmpty()) {
                new AudienceImport(client, System.out::println).run(files);
            }
            return 0;
        }
    }

    private static void print(ImportReport report) {
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
                        "  %s line %d: %s (%s)%n", refusal.file(), refusal.line(), refusal.reason(), refusal.detail()));
    }

    private Path existing(Path fileOrFolder) {
        if (!Files.exists(fileOrFolder)) {
            throw new ParameterException(command.commandLine(), "there is no file or folder " + fileOrFolder);
        }
        return fileOrFolder;
    }
}
