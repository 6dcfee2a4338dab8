package io.onefold.segment.profiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.onefold.kit.feed.LaneFailure;
import io.onefold.kit.sql.Database;
import io.onefold.segment.rule.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Profiles whose events could not be read, again and again, while the profile-service answered everything else: too large for the time or
 * the memory that there is, or damaged. Until they are tried again, after an hour or a restart, their events count as too many. That they
 * must be evaluated anew then, whether or not anything happens to them, stands in the database before they count so.
 */
@ApplicationScoped
class Unreadable {
    private static final int ATTEMPTS = 3;
    private static final int MOST_RULES_IN_VAIN = 3;
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofHours(1);
    /** By then nobody evaluates any more what was read before. */
    private static final Duration EVALUATED_AGAIN_AFTER = TRIED_AGAIN_AFTER.plusMinutes(1);

    private static final int MOST = 10_000;

    private final Duration patience;
    private final Database database;
    private final UnreadableStore store;
    private final ErasureStore erasures;
    private final Cache<UUID, Map<Needs, Failures>> profiles = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TRIED_AGAIN_AFTER)
            .build();

    Unreadable(ProfilesConfig config, Database database, UnreadableStore store, ErasureStore erasures) {
        this.patience = config.unreadableAfter();
        this.database = database;
        this.store = store;
        this.erasures = erasures;
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

    /** Whether several of the rules were in vain: each further one would only cost as much time again. */
    boolean is(UUID profileId, Set<Needs> rules) {
        Map<Needs, Failures> known = of(profileId);
        return known.size() >= MOST_RULES_IN_VAIN
                && rules.stream().filter(needs -> is(profileId, needs)).count() >= MOST_RULES_IN_VAIN;
    }

    private Map<Needs, Failures> of(UUID profileId) {
        Map<Needs, Failures> known = profiles.getIfPresent(profileId);
        return known == null ? Map.of() : known;
    }

    /**
     * Counts a failure in a row; of a profile of which something is unreadable already, one is enough.
     *
     * @param profile as it is without its events
     */
    void failed(ProfileState profile, Needs needs, Exception failure) {
        UUID id = profile.profileId();
        boolean settled = is(id);
        Map<Needs, Failures> known = profiles.get(id, any -> new ConcurrentHashMap<>());
        Failures after = after(known.get(needs), settled);
        if (after.settled && profile.exists()) {
            Instant retryAt = Instant.now().plus(EVALUATED_AGAIN_AFTER);
            String reason = LaneFailure.reason(failure);
            database.inTransaction(tx -> {
                if (erasures.mayNote(tx, profile.workspace(), id)) {
                    store.put(tx, profile.workspace(), id, reason, retryAt);
                }
            });
        }
        known.put(needs, after);
    }

    private Failures after(@Nullable Failures before, boolean settled) {
        Instant now = Instant.now();
        if (before == null) {
            return new Failures(now, 1, settled);
        }
        int count = before.count + 1;
        boolean longEnough = !now.isBefore(before.first.plus(patience));
        return new Failures(before.first, count, settled || (count >= ATTEMPTS && longEnough));
    }

    /** What failed before was nothing that lasts. */
    void succeeded(UUID profileId, Needs needs) {
        Map<Needs, Failures> known = profiles.getIfPresent(profileId);
        if (known != null) {
            known.remove(needs);
        }
    }

    /** Nothing of it counts as unreadable any more; what is being counted stays. */
    void tryAgain(UUID profileId) {
        Map<Needs, Failures> known = profiles.getIfPresent(profileId);
        if (known != null) {
            known.values().removeIf(Failures::settled);
        }
    }
}
