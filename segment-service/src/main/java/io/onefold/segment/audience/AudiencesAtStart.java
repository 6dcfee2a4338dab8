package io.onefold.segment.audience;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates the audiences that the configuration lists. */
@ApplicationScoped
class AudiencesAtStart {
    private final SegmentConfig config;
    private final AudienceCodec codec;
    private final AudienceCreator creator;

    AudiencesAtStart(SegmentConfig config, AudienceCodec codec, AudienceCreator creator) {
        this.config = config;
        this.codec = codec;
        this.creator = creator;
    }

    void create(@Observes StartupEvent start) {
        config.createAtStart().forEach((workspace, files) -> {
            for (String file : files) {
                Audience unused = creator.create(workspace, codec.file(read(file)));
            }
        });
    }

    private static String read(String file) {
        try (@Nullable
                InputStream resource =
                        Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
            return resource == null
                    ? Files.readString(Path.of(file))
                    : new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("onefold.segment.create-at-start: cannot read " + file, e);
        }
    }
}
