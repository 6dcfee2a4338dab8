package io.onefold.launcher.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    /** Another command: takes the folder, says so, and keeps it until it is ended. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (FolderLock lock = FolderLock.take(Path.of(arguments[0]), "demo")) {
                System.out.println("held");
                int end = System.in.read();
                System.out.println("ended " + end + " " + lock);
            }
        }
    }

    @Test
    void aSecondCommandIsToldWhoHoldsTheFolder() throws Exception {
        Process other = new ProcessBuilder(
                        Launch.java(), "-cp", Launch.classPath(), Holder.class.getName(), folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = other.inputReader()) {
            assertEquals("held", said.readLine());
            SuiteException refused = assertThrows(SuiteException.class, () -> FolderLock.take(folder, "demo"));
            assertEquals(
                    "./onefold demo runs already in %s (pid %d): wait until it ends, or end it"
                            .formatted(folder, other.pid()),
                    refused.getMessage());
        } finally {
            // As by SIGKILL: the file stays, and the lock goes with the process.
            other.destroyForcibly().waitFor();
        }
        FolderLock.take(folder, "demo").close();
        assertTrue(Files.exists(folder.resolve("command.lock")));
    }
}
