package io.onefold.segment.audience;

import com.google.protobuf.ByteString;
import io.onefold.segment.rule.Needs;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.UUID;

/**
 * A named rule over the profiles of a workspace.
 *
 * @param written the rule as it was sent
 * @param backfilledProfileCount how many profiles the filling of the present version has evaluated
 * @param version rises by one with each change of the rule, from 1
 * @param begin where the workspace's clock stood when it, or its present rule, came: what is published of it is exact from there on
 * @param needs what of a profile it reads: a change of anything else cannot change its value
 */
public record Audience(
        UUID id,
        String workspace,
        String name,
        String displayName,
        Rule rule,
        ByteString written,
        AudienceState state,
        long backfilledProfileCount,
        Instant createTime,
        long version,
        Instant begin,
        Needs needs) {

    Audience(
            UUID id,
            String workspace,
            String name,
            String displayName,
            Rule rule,
            ByteString written,
            AudienceState state,
            long backfilledProfileCount,
            Instant createTime,
            long version,
            Instant begin) {
        // Asked with every change of every profile, so collected once.
        this(
                id,
                workspace,
                name,
                displayName,
                rule,
                written,
                state,
                backfilledProfileCount,
                createTime,
                version,
                begin,
                rule.needs());
    }

    public boolean isBackfilling() {
        return state == AudienceState.BACKFILLING;
    }

    public boolean isDeleting() {
        return state == AudienceState.DELETING;
    }
}
