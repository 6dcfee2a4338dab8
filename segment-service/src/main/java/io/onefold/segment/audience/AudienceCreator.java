package io.onefold.segment.audience;

import io.onefold.kit.error.Failures;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.rule.CanonicalRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Creates an audience once; asked again for the same one it changes nothing. */
@ApplicationScoped
public class AudienceCreator {
    private static final long FIRST_VERSION = 1;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final AudienceStore store;
    private final Catalogs catalogs;
    private final AudienceFiller filler;
    private final Instants instants;

    AudienceCreator(AudienceStore store, Catalogs catalogs, AudienceFiller filler, Instants instants) {
        this.store = store;
        this.catalogs = catalogs;
        this.filler = filler;
        this.instants = instants;
    }

    public Audience create(String workspace, AudienceDraft draft) {
        return store.named(workspace, draft.name())
                .map(present -> same(present, draft))
                .orElseGet(() -> insert(workspace, draft));
    }

    private static Audience same(Audience present, AudienceDraft draft) {
        if (present.isDeleting()) {
            throw stillLeaving(draft.name());
        }
        if (!CanonicalRule.same(present.rule(), draft.rule())) {
            throw Failures.audienceExists(draft.name());
        }
        return present;
    }

    private Audience insert(String workspace, AudienceDraft draft) {
        Audience wanted = new Audience(
                UUID.randomUUID(),
                workspace,
                draft.name(),
                draft.displayName(),
                draft.rule(),
                draft.written(),
                AudienceState.BACKFILLING,
                0,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                FIRST_VERSION,
                instants.read().of(workspace));
        if (store.insert(wanted)) {
            catalogs.raise(workspace);
            filler.fill(wanted);
            return wanted;
        }
        // Somebody else was first, a moment ago.
        Optional<Audience> present = store.named(workspace, draft.name());
        return present.map(one -> same(one, draft)).orElseThrow(() -> stillLeaving(draft.name()));
    }

    private static RuntimeException stillLeaving(String name) {
        return Failures.unavailable(
                "the audience " + name + " is being deleted; its name is free once its members have left", RETRY_DELAY);
    }
}
