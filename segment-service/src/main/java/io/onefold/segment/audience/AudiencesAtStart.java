package io.onefold.segment.audience;

import io.onefold.segment.rule.CanonicalRule;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Creates the audiences that the configuration lists. One that is there already stays as it is, whatever the file says by now: it was
 * changed, or is being deleted, by somebody who may, and a service that refused to start over it would help nobody.
 */
@ApplicationScoped
class AudiencesAtStart {
    private static final Logger LOG = Logger.getLogger(AudiencesAtStart.class);

    private final SegmentConfig config;
    private final AudienceCodec codec;
    private final AudienceCreator creator;
    private final AudienceStore store;

    AudiencesAtStart(SegmentConfig config, AudienceCodec codec, AudienceCreator creator, AudienceStore store) {
        this.config = config;
        this.codec = codec;
        this.creator = creator;
        this.store = store;
    }

    void create(@Observes StartupEvent start) {
        config.createAtStart().forEach((workspace, files) -> {
            for (String file : files) {
                ensure(workspace, file);
            }
        });
    }

    private void ensure(String workspace, String file) {
        AudienceDraft draft = codec.file(read(file));
        Optional<Audience> present = store.named(workspace, draft.name());
        if (present.isEmpty()) {
            Audience unused = creator.create(workspace, draft);
        } else if (present.get().isDeleting()
                || !CanonicalRule.same(present.get().rule(), draft.rule())) {
            LOG.warnf(
                    "audience %s of %s is there, and not as %s says: it stays as it is", draft.name(), workspace, file);
        }
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
