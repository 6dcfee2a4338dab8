package io.onefold.segment.audience;

import com.google.protobuf.ByteString;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.rule.Selector;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A named rule over the profiles of a workspace.
 *
 * @param written the rule as it was sent
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
        Instant createTime) {

    public boolean isBackfilling() {
        return state == AudienceState.BACKFILLING;
    }

    /** The kinds of event that it mentions: a change that touches none of them cannot change its value. */
    public Set<EventSelector> mentions() {
        return rule.selectors().stream().map(Selector::events).collect(Collectors.toUnmodifiableSet());
    }
}
