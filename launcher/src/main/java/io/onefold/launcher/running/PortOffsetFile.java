package io.onefold.launcher.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Remembers in a suite's folder by how much its ports are moved, for commands that are not told. */
final class PortOffsetFile {

    private final Path file;

    PortOffsetFile(Path dir) {
        this.file = dir.resolve("run").resolve("port-offset");
    }

    void write(int offset) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, offset + "\n");
    }

    OptionalInt read() {
        try {
            String content = Files.readString(file).strip();
            // After a crash of the machine the file may be there without its content.
            return content.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(content)) : OptionalInt.empty();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
