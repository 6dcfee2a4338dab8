package io.onefold.launcher;

import io.onefold.launcher.importing.ImportOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how a folder is imported. */
final class ImportFlags {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--order",
            description = "sequential, merged or shuffled (default: ${DEFAULT-VALUE})",
            defaultValue = "merged")
    private String order = "merged";

    @Option(names = "--seed", description = "of the shuffled order (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private long seed;

    ImportOrder order() {
        return ImportOrder.named(order, seed)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "--order is sequential, merged or shuffled, not " + order));
    }

    Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(command.commandLine(), "there is no folder " + folder);
        }
        return folder.toAbsolutePath();
    }
}
