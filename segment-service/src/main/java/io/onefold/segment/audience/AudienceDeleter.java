package io.onefold.segment.audience;

import io.grpc.Deadline;
import io.onefold.kit.error.Failures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Deletes an audience: from the first moment nobody sees it, then its members leave, and when it answers all their exits are published
 * and the name is free.
 */
@ApplicationScoped
public class AudienceDeleter {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final AudienceStore store;
    private final Catalogs catalogs;
    private final AudienceFiller filler;
    private final Patience patience;

    AudienceDeleter(AudienceStore store, Catalogs catalogs, AudienceFiller filler, Patience patience) {
        this.store = store;
        this.catalogs = catalogs;
        this.filler = filler;
        this.patience = patience;
    }

    /** Whoever asks again while the members are leaving waits for the same end. */
    public void delete(String workspace, String name) {
        Deadline deadline = patience.deadline();
        Audience audience = store.named(workspace, name).orElseThrow(() -> Failures.audienceNotFound(name));
        if (store.beginDeletion(audience.id())) {
            catalogs.raise(workspace);
        }
        // Also when it had begun: whoever began it may be gone.
        store.byId(audience.id()).ifPresent(filler::fill);
        if (!patience.await(deadline, () -> store.byId(audience.id()).isEmpty())) {
            throw Failures.unavailable(
                    "the audience " + name + " is being deleted; its members are still leaving", RETRY_DELAY);
        }
    }
}
