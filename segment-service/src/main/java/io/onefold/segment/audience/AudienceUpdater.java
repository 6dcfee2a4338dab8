package io.onefold.segment.audience;

import io.onefold.kit.error.Failures;
import io.onefold.segment.rule.CanonicalRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Gives an audience another rule or display name. Each step is a compare-and-set on the version, so that of two updates at once one comes
 * after the other and neither is lost in the middle.
 */
@ApplicationScoped
public class AudienceUpdater {
    private static final int MOST_ATTEMPTS = 20;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final AudienceStore store;
    private final AudienceFiller filler;
    private final Beginnings beginnings;

    AudienceUpdater(AudienceStore store, AudienceFiller filler, Beginnings beginnings) {
        this.store = store;
        this.filler = filler;
        this.beginnings = beginnings;
    }

    public Audience update(String workspace, AudienceDraft draft) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Audience present =
                    store.find(workspace, draft.name()).orElseThrow(() -> Failures.audienceNotFound(draft.name()));
            Optional<Audience> updated =
                    CanonicalRule.same(present.rule(), draft.rule()) ? rename(present, draft) : revise(present, draft);
            if (updated.isPresent()) {
                return updated.get();
            }
        }
        throw Failures.overloaded("the audience " + draft.name() + " is changed too often at once", RETRY_DELAY);
    }

    /**
     * Begins anew with an audience that can be read again: what changed meanwhile it has missed. Nothing when somebody else was quicker.
     */
    public void takeUp(Audience audience) {
        AudienceDraft same =
                new AudienceDraft(audience.name(), audience.displayName(), audience.rule(), audience.written());
        // Its display name may have been changed since it was read, which changes no version.
        var unused = put(next(audience, same), store::beginAnew);
    }

    /** The rule says the same: its version stays, and so does the way it was written. */
    private Optional<Audience> rename(Audience present, AudienceDraft draft) {
        if (present.displayName().equals(draft.displayName())) {
            return Optional.of(present);
        }
        return store.rename(present, draft.displayName()) ? store.byId(present.id()) : Optional.empty();
    }

    private Optional<Audience> revise(Audience present, AudienceDraft draft) {
        return put(next(present, draft), store::revise);
    }

    private Audience next(Audience present, AudienceDraft draft) {
        return new Audience(
                present.id(),
                present.workspace(),
                present.name(),
                draft.displayName(),
                draft.rule(),
                draft.written(),
                AudienceState.BACKFILLING,
                0,
                present.createTime(),
                present.version() + 1,
                beginnings.now(present.workspace()));
    }

    private Optional<Audience> put(Audience next, BiPredicate<Audience, Instant> written) {
        if (!written.test(next, Instant.now().truncatedTo(ChronoUnit.MICROS))) {
            return Optional.empty();
        }
        Audience revised = beginnings.settled(next);
        filler.fill(revised);
        return Optional.of(revised);
    }
}
