package io.onefold.launcher.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers a process beyond the life of this JVM, by number and start, so that a number given to another process is never taken for it. */
final class PidFile {

    /** The start is derived from the system's boot time, which corrections of the clock move a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private static final Pattern CONTENT = Pattern.compile("(\\d{1,10}) (\\S+Z)\\s*");

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    void write(ProcessHandle process) throws IOException {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        Files.createDirectories(file.resolveSibling(""));
        Path next =
                Files.writeString(file.resolveSibling(file.getFileName() + ".new"), process.pid() + " " + start + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Optional<ProcessHandle> read() throws IOException {
        try {
            Matcher content = CONTENT.matcher(Files.readString(file));
            // After a crash of the machine a file may be there without its content.
            if (!content.matches()) {
                return Optional.empty();
            }
            Instant start = Instant.parse(content.group(2));
            return ProcessHandle.of(Long.parseLong(content.group(1))).filter(process -> startedAt(process, start));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static boolean startedAt(ProcessHandle process, Instant expected) {
        Instant actual = process.info().startInstant().orElse(Instant.EPOCH);
        return process.isAlive() && Duration.between(expected, actual).abs().compareTo(TOLERANCE) <= 0;
    }
}
