package io.onefold.activation.list;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.destination.AdAudienceFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** Writes whole files: whoever looks into the folder sees a file complete or not at all, also after a loss of power. */
@ApplicationScoped
class ListFolder {
    private final Optional<Path> root;

    ListFolder(ActivationConfig config) {
        this.root = config.filesRoot().map(Path::toAbsolutePath);
    }

    boolean isConfigured() {
        return root.isPresent();
    }

    /** Whether a file stands there under its name. */
    boolean has(AdAudienceFile destination, String name) {
        return Files.exists(folder(destination).resolve(name));
    }

    private Path folder(AdAudienceFile destination) {
        return root.orElseThrow().resolve(destination.directory());
    }

    /** Writes the bytes where nobody looks. */
    Path write(AdAudienceFile destination, String name, byte[] content) throws IOException {
        Path folder = Files.createDirectories(folder(destination));
        // Hidden, and its own for each writer: a replica that was taken for dead may still be at it.
        Path unfinished = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
        try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException failure) {
            discard(unfinished);
            throw failure;
        }
        return unfinished;
    }

    /** Gives the bytes their name. May be called again: a transaction that was a deadlock's victim is run anew. */
    void publish(AdAudienceFile destination, Path unfinished, String name) throws IOException {
        Path folder = folder(destination);
        if (Files.exists(unfinished)) {
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
        try (FileChannel entries = FileChannel.open(folder)) {
            entries.force(true);
        }
    }

    void discard(Path unfinished) throws IOException {
        boolean unused = Files.deleteIfExists(unfinished);
    }
}
