package io.onefold.launcher.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Resident memory, as far as this system tells it (Linux does). */
public final class Memory {

    private static final long KILO = 1024;

    private Memory() {}

    /** Of one process, in bytes. */
    public static OptionalLong resident(ProcessHandle process) {
        return field(process.pid(), "status", "VmRSS:");
    }

    /** Of a process and its children, in bytes; memory that they share counts once, which matters for PostgreSQL. */
    public static OptionalLong residentOfTree(ProcessHandle root) {
        long sum = Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(process -> field(process.pid(), "smaps_rollup", "Pss:")
                        .orElse(resident(process).orElse(0)))
                .sum();
        return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static OptionalLong field(long pid, String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILO)
                    .findFirst();
        } catch (IOException e) {
            // No such file on this system, or the process has just ended: then it is not known.
            return OptionalLong.empty();
        }
    }
}
