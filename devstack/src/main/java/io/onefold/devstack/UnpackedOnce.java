package io.onefold.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder in the user's cache that is filled once and shared by every process from then on.
 *
 * <p>Each process fills a folder of its own and renames it into place, so two that start at once never see each other's half-written
 * files; the later one throws its copy away.
 */
final class UnpackedOnce {

    /** Fills a new, empty folder. */
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    private UnpackedOnce() {}

    static Path folder(String name, Filler filler) throws IOException {
        Path cache = cache();
        Path home = cache.resolve(name);
        if (Files.isDirectory(home)) {
            return home;
        }
        Path mine = Files.createTempDirectory(cache, name + ".unpacking-");
        filler.fill(mine);
        try {
            Files.move(mine, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Folders.delete(mine);
        }
        return home;
    }

    private static Path cache() throws IOException {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return Files.createDirectories(base.resolve("onefold"));
    }
}
