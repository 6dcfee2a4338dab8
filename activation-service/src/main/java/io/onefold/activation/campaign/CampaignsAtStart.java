package io.onefold.activation.campaign;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads the file before anything is read that could start a campaign. A file that is wrong stops the start. */
@ApplicationScoped
class CampaignsAtStart {
    static final int FIRST = 100;
    private static final String CLASSPATH = "classpath:";

    private final ActivationConfig config;
    private final Definitions definitions;
    private final Restore restore;

    CampaignsAtStart(ActivationConfig config, Definitions definitions, Restore restore) {
        this.config = config;
        this.definitions = definitions;
        this.restore = restore;
    }

    void load(@Observes @Priority(FIRST) StartupEvent start) {
        restore.look();
        config.campaignsFile().ifPresent(name -> definitions.load(name, read(name)));
    }

    private static String read(String file) {
        try {
            return file.startsWith(CLASSPATH)
                    ? resource(file.substring(CLASSPATH.length()))
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("onefold.activation.campaigns-file: cannot read " + file, e);
        }
    }

    private static String resource(String name) throws IOException {
        try (@Nullable
                InputStream resource =
                        Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (resource == null) {
                throw new FileNotFoundException("no resource " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
