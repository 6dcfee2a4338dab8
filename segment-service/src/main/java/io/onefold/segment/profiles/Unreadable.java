package io.onefold.segment.profiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.onefold.segment.rule.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Profiles whose events could not be read, again and again, while the profile-service answered everything else: too large for the time or
 * the memory that there is, or damaged. Until they are tried again, after an hour or a restart, their events count as too many.
 */
@ApplicationScoped
class Unreadable {
    private static final int ATTEMPTS = 3;
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final Duration patience;
    private final Cache<UUID, Map<Needs, Failures>> profiles = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TRIED_AGAIN_AFTER)
            .build();

    Unreadable(ProfilesConfig config) {
        this.patience = config.unreadableAfter();
    }

    /** What came of reading a profile for a rule, or for all of them. */
    private record Failures(Instant first, int count, boolean settled) {}

    /** Whether what some rule reads of it counts as unreadable. */
    boolean is(UUID profileId) {
        return of(profileId).values().stream().anyMatch(Failures::settled);
    }

    boolean is(UUID profileId, Needs needs) {
        Failures failures = of(profileId).get(needs);
        return failures != null && failures.settled;
    }

    private Map<Needs, Failures> of(UUID profileId) {
        Map<Needs, Failures> known = profiles.getIfPresent(profileId);
        return known == null ? Map.of() : known;
    }

    /** Counts a failure; of a profile of which something is unreadable already, one is enough. */
    void failed(UUID profileId, Needs needs) {
        boolean settled = is(profileId);
        profiles.get(profileId, id -> new ConcurrentHashMap<>())
                .merge(needs, new Failures(Instant.now(), 1, settled), (before, now) -> after(before, settled));
    }

    private Failures after(Failures before, boolean settled) {
        int count = before.count + 1;
        boolean longEnough = !Instant.now().isBefore(before.first.plus(patience));
        return new Failures(before.first, count, settled || (count >= ATTEMPTS && longEnough));
    }

    void forget(UUID profileId) {
        profiles.invalidate(profileId);
    }
}
