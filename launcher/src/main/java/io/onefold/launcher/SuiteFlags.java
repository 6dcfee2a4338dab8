package io.onefold.launcher;

import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which suite is meant. */
final class SuiteFlags {

    @Option(
            names = "--port-offset",
            description = "added to every port (default: that of the suite which runs in the folder, else 0)")
    private @Nullable Integer portOffset;

    @Option(
            names = "--dir",
            description = "folder of the suite's data, logs and process numbers (default: .onefold/dev)")
    private @Nullable Path dir;

    SuiteOptions options() {
        SuiteOptions standard = SuiteOptions.standard();
        SuiteOptions options = dir == null ? standard : standard.withDir(dir.toAbsolutePath());
        return options.withPortOffset(
                portOffset == null ? Suite.runningOffset(options).orElse(0) : portOffset);
    }
}
