package io.onefold.launcher.running;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A checkout whose services are all {@link StandIn}. */
public final class StandInServices {

    private StandInServices() {}

    public static SuiteOptions build(Path root, int portOffset) throws IOException {
        for (ServiceKind kind : ServiceKind.values()) {
            writeJar(kind.jar(root));
        }
        return new SuiteOptions(
                root, root.resolve("suite"), portOffset, false, false, List.of("-Xmx32m"), Map.of(), line -> {});
    }

    private static void writeJar(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        String entry = StandIn.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream archive = new JarOutputStream(out, manifest);
                var classFile = StandIn.class.getClassLoader().getResourceAsStream(entry)) {
            archive.putNextEntry(new JarEntry(entry));
            classFile.transferTo(archive);
            archive.closeEntry();
        }
    }
}
