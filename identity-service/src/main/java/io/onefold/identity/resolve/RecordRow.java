package io.onefold.identity.resolve;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record as it is stored; the table says what each column means. */
record RecordRow(
        UUID recordId,
        String workspace,
        List<UUID> identifierIds,
        UUID mintedProfileId,
        Instant mintedAt,
        @Nullable UUID profileId,
        long version,
        @Nullable Instant firstSeen,
        boolean lastMatters) {

    RecordRow {
        identifierIds = List.copyOf(identifierIds);
    }

    RecordRow ownedBy(@Nullable UUID profile, long newVersion) {
        return new RecordRow(
                recordId,
                workspace,
                identifierIds,
                mintedProfileId,
                mintedAt,
                profile,
                newVersion,
                firstSeen,
                lastMatters);
    }

    RecordRow judged(@Nullable Instant newFirstSeen, boolean newLastMatters) {
        return new RecordRow(
                recordId,
                workspace,
                identifierIds,
                mintedProfileId,
                mintedAt,
                profileId,
                version,
                newFirstSeen,
                newLastMatters);
    }

    /** Whether new evidence of sources that create may change a decision. */
    boolean isMovedBy(TimeSpan believed) {
        return firstSeen == null || believed.first().isBefore(firstSeen) || lastMatters;
    }
}
