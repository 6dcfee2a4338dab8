package io.onefold.segment.audience;

import io.onefold.kit.error.Failures;
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
    /** Each is evaluated with every change of a profile that it reads of, and stands in every profile's row. */
    private static final int MOST_AUDIENCES = 500;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final AudienceStore store;
    private final AudienceFiller filler;
    private final Beginnings beginnings;

    AudienceCreator(AudienceStore store, AudienceFiller filler, Beginnings beginnings) {
        this.store = store;
        this.filler = filler;
        this.beginnings = beginnings;
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
        // Some that are created at once can pass it by a few: it bounds the work, and nothing breaks one beyond it.
        if (store.count(workspace) >= MOST_AUDIENCES) {
            throw Failures.tooMany("the workspace has " + MOST_AUDIENCES + " audiences, and may not have more");
        }
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
                beginnings.now(workspace));
        if (store.insert(wanted)) {
            Audience created = beginnings.settled(wanted);
            filler.fill(created);
            return created;
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
