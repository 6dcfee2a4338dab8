package io.onefold.activation.membership;

import io.onefold.activation.campaign.Cause;
import io.onefold.proto.segment.v1.MembershipChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/** Changes of memberships out of their proto. */
final class EntryCodec {
    private static final String PREFIX = "CAUSE_";

    private EntryCodec() {}

    static Entry read(MembershipChange change) {
        return new Entry(
                change.getWorkspace(),
                change.getAudience(),
                change.getAudienceId(),
                UUID.fromString(change.getProfileId()),
                change.getMember(),
                // As PostgreSQL keeps it, so that what is read again is the same instant.
                Instant.ofEpochSecond(
                                change.getEffectiveTime().getSeconds(),
                                change.getEffectiveTime().getNanos())
                        .truncatedTo(ChronoUnit.MICROS),
                cause(change.getCause()),
                change.getProfileVersion(),
                change.getSequence(),
                change.getCorrection(),
                change::toByteArray);
    }

    private static Cause cause(MembershipChange.Cause cause) {
        return Arrays.stream(Cause.values())
                .filter(known -> cause.name().equals(PREFIX + known.name()))
                .findFirst()
                .orElse(Cause.OTHER);
    }
}
