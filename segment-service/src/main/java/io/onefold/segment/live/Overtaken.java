package io.onefold.segment.live;

import io.onefold.kit.feed.FeedEffect;
import io.onefold.segment.profiles.KnownFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Changes of profiles of which somebody else has evaluated a later version meanwhile: a timer, a filling, another replica. That one knew the
 * change but did not look back to it, so to drop it would lose what it did. The batch is evaluated anew, at facts that are read anew.
 */
@ApplicationScoped
class Overtaken {
    private static final Logger LOG = Logger.getLogger(Overtaken.class);

    private final KnownFacts facts;
    private final Set<UUID> triedAgain = ConcurrentHashMap.newKeySet();

    Overtaken(KnownFacts facts) {
        this.facts = facts;
    }

    /**
     * Fails when there are some, each profile once: one that is older again although it was read anew is so for good, since the
     * profile-service was restored to before what was evaluated here, and its partition must not wait for that.
     *
     * @param evaluated all that were evaluated
     */
    void refuse(Set<UUID> profileIds, Collection<UUID> evaluated) {
        triedAgain.removeIf(id -> !profileIds.contains(id) && evaluated.contains(id));
        if (profileIds.isEmpty()) {
            return;
        }
        facts.forget(profileIds);
        boolean again = false;
        for (UUID id : profileIds) {
            if (triedAgain.add(id)) {
                again = true;
            }
        }
        if (again) {
            throw new FeedEffect.Again(profileIds.size() + " profiles were evaluated at later versions meanwhile");
        }
        triedAgain.removeAll(profileIds);
        LOG.warnf(
                "the profile-service knows profiles at versions before those that were evaluated: %s stay as they are",
                profileIds);
    }
}
