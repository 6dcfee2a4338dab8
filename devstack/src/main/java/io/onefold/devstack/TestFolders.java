package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The temporary folders of test JVMs, named after their process, so that what a killed one left behind is found and cleared away. */
final class TestFolders {

    private static final String PREFIX = "onefold-test-" + System.getProperty("user.name") + "-";

    private TestFolders() {}

    static Path create() throws IOException {
        return Files.createTempDirectory(
                temporary(), PREFIX + ProcessHandle.current().pid() + "-");
    }

    /** Stops the servers and deletes the folders of test JVMs that are gone. */
    static void sweep() throws IOException, InterruptedException {
        for (Path dir : all()) {
            if (!ownerLives(dir)) {
                discard(dir);
            }
        }
    }

    private static List<Path> all() throws IOException {
        try (var folders = Files.newDirectoryStream(temporary(), PREFIX + "*")) {
            List<Path> all = new ArrayList<>();
            folders.forEach(all::add);
            return all;
        }
    }

    private static boolean ownerLives(Path dir) {
        String[] parts = dir.getFileName().toString().substring(PREFIX.length()).split("-", 2);
        return ProcessHandle.of(Long.parseLong(parts[0])).isPresent();
    }

    private static void discard(Path dir) throws IOException, InterruptedException {
        try {
            DevStack.stopOrphans(StackSettings.ephemeral(dir));
            Folders.delete(dir);
        } catch (NoSuchFileException e) {
            // Another JVM that starts at this moment was quicker and has deleted it.
            return;
        } catch (StackException e) {
            if (e.exitCode() != StackException.ALREADY_RUNNING) {
                throw e;
            }
        }
    }

    private static Path temporary() throws IOException {
        return Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
    }
}
