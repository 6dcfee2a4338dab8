package io.onefold.segment.audience;

import io.onefold.kit.error.Failures;
import io.onefold.segment.rule.CanonicalRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Creates an audience once; asked again for the same one it changes nothing. */
@ApplicationScoped
public class AudienceCreator {
    private final AudienceStore store;
    private final AudienceFiller filler;

    AudienceCreator(AudienceStore store, AudienceFiller filler) {
        this.store = store;
        this.filler = filler;
    }

    public Audience create(String workspace, AudienceDraft draft) {
        return store.find(workspace, draft.name())
                .map(present -> same(present, draft))
                .orElseGet(() -> insert(workspace, draft));
    }

    private static Audience same(Audience present, AudienceDraft draft) {
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
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        if (store.insert(wanted)) {
            filler.fill(wanted);
            return wanted;
        }
        // Somebody else was first, a moment ago.
        return store.find(workspace, draft.name())
                .map(present -> same(present, draft))
                .orElseThrow(() -> Failures.audienceNotFound(draft.name()));
    }
}
