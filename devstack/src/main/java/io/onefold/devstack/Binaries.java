package io.onefold.devstack;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The servers' programs for this machine, out of the Maven artifacts. */
final class Binaries {

    private Binaries() {}

    /** The folder that holds {@code bin/initdb}, {@code bin/pg_ctl} and {@code bin/postgres}. */
    static Path postgres() throws IOException {
        byte[] archive = postgresArchive();
        return UnpackedOnce.folder("postgres-" + digest(archive), folder -> untar(archive, folder));
    }

    /** The program {@code redis-server}. */
    static Path redis() throws IOException {
        byte[] program = redisProgram();
        Path folder = UnpackedOnce.folder("redis-" + digest(program), into -> {
            Path file = into.resolve("redis-server");
            Files.write(file, program);
            makeExecutable(file);
        });
        return folder.resolve("redis-server");
    }

    private static byte[] postgresArchive() throws IOException {
        String system = System.getProperty("os.name", "").startsWith("Mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return in.readAllBytes();
        } catch (IllegalStateException e) {
            throw StackException.cannotRun(
                    "no PostgreSQL for %s on %s among the Maven artifacts; name a server of your own with ONEFOLD_POSTGRES_URL"
                            .formatted(system, machine),
                    e);
        }
    }

    private static byte[] redisProgram() throws IOException {
        @Nullable
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        try (InputStream in = resource == null ? null : ExecutableProvider.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw StackException.cannotRun(
                        "no Redis for this system (%s) among the Maven artifacts; name a server of your own with ONEFOLD_REDIS_URL"
                                .formatted(
                                        System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT)));
            }
            return in.readAllBytes();
        }
    }

    private static void untar(byte[] archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("an entry of the archive points outside it: " + entry.getName());
                }
                extract(tar, entry, target);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if (target.resolveSibling("").endsWith("bin")) {
            makeExecutable(target);
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
