package io.onefold.launcher.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What one durable write costs on this machine: 8 KiB and a data sync, next to PostgreSQL's own files. */
final class FsyncProbe {
    private static final int WRITES = 200;
    private static final int BLOCK = 8192;

    private FsyncProbe() {}

    static Latencies measure(Path folder) {
        Latencies latencies = new Latencies();
        Path file = folder.resolve("fsync-probe");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            for (int i = 0; i < WRITES; i++) {
                latencies.time(() -> write(channel));
            }
            Files.deleteIfExists(file);
            return latencies;
        } catch (IOException e) {
            throw new UncheckedIOException("measuring fsync in " + folder, e);
        }
    }

    private static void write(FileChannel channel) {
        try {
            channel.write(ByteBuffer.allocate(BLOCK));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("measuring fsync", e);
        }
    }
}
