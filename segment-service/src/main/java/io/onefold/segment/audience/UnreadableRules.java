package io.onefold.segment.audience;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Which rules could not be read: they are tried with every look at an audience, and reported once. */
final class UnreadableRules {
    private final Set<Version> known = ConcurrentHashMap.newKeySet();

    private record Version(UUID audienceId, long version) {}

    /** Whether nobody knew it. */
    boolean isNews(UUID audienceId, long version) {
        return known.add(new Version(audienceId, version));
    }

    /** It can be read: should it be damaged later, that is news again. */
    void read(UUID audienceId, long version) {
        known.remove(new Version(audienceId, version));
    }
}
