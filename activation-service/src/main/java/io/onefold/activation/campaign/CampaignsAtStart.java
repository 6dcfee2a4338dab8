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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads the campaigns before anything is read that could start one. */
@ApplicationScoped
class CampaignsAtStart {
    static final int FIRST = 100;
    private static final String CLASSPATH = "classpath:";

    private final ActivationConfig config;
    private final Campaigns campaigns;

    CampaignsAtStart(ActivationConfig config, Campaigns campaigns) {
        this.config = config;
        this.campaigns = campaigns;
    }

    void load(@Observes @Priority(FIRST) StartupEvent start) {
        campaigns.load(config.campaignsFile()
                .map(file -> CampaignFile.read(file, read(file)))
                .orElse(List.of()));
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
