package io.onefold.launcher;

import io.onefold.launcher.running.SuiteOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which suite is meant. */
final class SuiteFlags {

    @Option(
            names = "--port-offset",
            description = "added to every port (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private int portOffset;

    @Option(
            names = "--dir",
            description = "folder of the suite's data, logs and process numbers (default: .onefold/dev)")
    private @Nullable Path dir;

    SuiteOptions options() {
        SuiteOptions options = SuiteOptions.standard().withPortOffset(portOffset);
        return dir == null ? options : options.withDir(dir.toAbsolutePath());
    }
}
