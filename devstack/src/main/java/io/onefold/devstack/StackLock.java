package io.onefold.devstack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stack per folder. The lock is the operating system's and goes with the process that holds it, however that ends; what the file
 * says is only for the message to whoever comes second.
 */
final class StackLock implements AutoCloseable {

    /** Somebody who only looks whether the lock is held has it for an instant. */
    private static final Duration PROBE = Duration.ofMillis(300);

    private static final long PAUSE_MILLIS = 20;

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    static StackLock take(Path dir) throws IOException, InterruptedException {
        Path file = dir.resolve("stack.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long end = System.nanoTime() + PROBE.toNanos();
        while (tryLock(channel) == null) {
            if (System.nanoTime() > end) {
                channel.close();
                throw StackException.alreadyRunning("already running, pid %s (data in %s)"
                        .formatted(Files.readString(file).strip(), dir));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new StackLock(channel);
    }

    /** Whether a living stack holds the folder. */
    static boolean isHeld(Path dir) throws IOException {
        Path file = dir.resolve("stack.lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very JVM: for the caller the same as held by another.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
