package io.onefold.segment.audience;

import com.google.protobuf.ByteString;
import io.onefold.segment.rule.Needs;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A named rule over the profiles of a workspace.
 *
 * @param written the rule as it was sent
 * @param backfilledProfileCount how many profiles the filling of the present version has evaluated
 * @param version rises by one with each change of the rule, from 1
 * @param begin where the workspace's clock stood when it, or its present rule, came: what is published of it is exact from there on
 * @param readable false: the rule is damaged, or of another version of this service; what stands for it is nobody's
 * @param missedChanges whether profiles have changed while it was not readable
 * @param setAsideCount how many profiles could not be evaluated when it was filled, and are tried again
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
        boolean readable,
        boolean missedChanges,
        long setAsideCount,
        Needs needs) {
    private static final Rule NOBODY = new Rule.Any(List.of());

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
                true,
                false,
                0,
                rule.needs());
    }

    /** With a rule that cannot be read: it can be seen, changed and deleted, and is evaluated for nobody. */
    static Audience unreadable(AudienceEntity row) {
        return new Audience(
                        row.id,
                        row.workspace,
                        row.name,
                        row.displayName,
                        NOBODY,
                        ByteString.copyFrom(row.rule),
                        row.state,
                        row.backfilledProfileCount,
                        row.createTime,
                        row.version,
                        row.beginTime,
                        false,
                        false,
                        row.setAsideCount,
                        Needs.NONE)
                .missing();
    }

    /** The same when profiles have changed without it: until it is filled anew it is not complete. */
    Audience missing() {
        return new Audience(
                id,
                workspace,
                name,
                displayName,
                rule,
                written,
                state == AudienceState.LIVE ? AudienceState.BACKFILLING : state,
                backfilledProfileCount,
                createTime,
                version,
                begin,
                readable,
                true,
                setAsideCount,
                needs);
    }

    Audience settingAside(long count) {
        return new Audience(
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
                readable,
                missedChanges,
                count,
                needs);
    }

    public boolean isBackfilling() {
        return state == AudienceState.BACKFILLING;
    }

    public boolean isDeleting() {
        return state == AudienceState.DELETING;
    }
}
