package io.onefold.segment.live;

import io.onefold.kit.feed.FeedEffect;
import io.onefold.segment.profiles.KnownFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
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
    /** At which version each was evaluated when it was tried again. */
    private final Map<UUID, Long> triedAgain = new ConcurrentHashMap<>();

    Overtaken(KnownFacts facts) {
        this.facts = facts;
    }

    /**
     * Fails when there are some, each profile once at each version: one that was read anew and still has the version of before is older for
     * good, since the profile-service was restored to before what was evaluated here, and its partition must not wait for that. One that was
     * overtaken again, by whomever, is read anew again.
     *
     * @param overtaken with the version that was evaluated of each
     * @param evaluated all that were evaluated
     */
    void refuse(Map<UUID, Long> overtaken, Collection<UUID> evaluated) {
        triedAgain.keySet().removeIf(id -> !overtaken.containsKey(id) && evaluated.contains(id));
        if (overtaken.isEmpty()) {
            return;
        }
        facts.forget(overtaken.keySet());
        boolean again = false;
        for (Map.Entry<UUID, Long> one : overtaken.entrySet()) {
            if (!one.getValue().equals(triedAgain.put(one.getKey(), one.getValue()))) {
                again = true;
            }
        }
        if (again) {
            throw new FeedEffect.Again(overtaken.size() + " profiles were evaluated at later versions meanwhile");
        }
        triedAgain.keySet().removeAll(overtaken.keySet());
        LOG.warnf(
                "the profile-service knows profiles at versions before those that were evaluated: %s stay as they are",
                overtaken.keySet());
    }
}
