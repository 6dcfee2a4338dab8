package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a server that an earlier, killed stack left behind. */
final class OwnProcess {

    private OwnProcess() {}

    /**
     * The process that a pid file names, if it is alive and really that program on that folder: after a reboot, or long enough, the
     * number may belong to anybody.
     */
    static Optional<ProcessHandle> find(Path pidFile, String program, Path folder) throws IOException {
        return named(pidFile)
                .filter(ProcessHandle::isAlive)
                .filter(process -> isProgramOn(process.info(), program, folder));
    }

    /** Whatever process has the number that a pid file names. */
    static Optional<ProcessHandle> named(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String firstLine =
                Files.readString(pidFile).lines().findFirst().orElse("").strip();
        return firstLine.matches("\\d{1,10}") ? ProcessHandle.of(Long.parseLong(firstLine)) : Optional.empty();
    }

    private static boolean isProgramOn(ProcessHandle.Info info, String program, Path folder) {
        boolean sameProgram = info.command()
                .map(command -> Path.of(command).getFileName().toString().startsWith(program))
                .orElse(false);
        return sameProgram && info.commandLine().orElse("").contains(folder.toString());
    }
}
